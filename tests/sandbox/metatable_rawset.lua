-- expect: attempt to call a number value
rawset(stats, "mean", 1) -- spoils it for this script alone
stats.mean({ 1, 2 })
