/* One line for each simulator, in the order of the lecture. */
DW_SIM(multistep)
DW_SIM(cot)
DW_SIM(distractor)
DW_SIM(bets)
DW_SIM(redefine)
DW_SIM(instruction)
DW_SIM(scratchpad)
DW_SIM(emergence)
