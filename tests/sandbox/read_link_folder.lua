-- expect: 'away' is a symbolic link
data.csv "away/secret.csv" -- away is a link to ..
