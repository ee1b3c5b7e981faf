-- expect: there is no published table
data.published "../../../secret"
