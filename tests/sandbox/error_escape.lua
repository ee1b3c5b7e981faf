-- expect: and a ?[2J?bell
error "and a \27[2J\7bell"
