/* One line for each simulator, in the order of the lecture. */
DW_SIM(multistep)
DW_SIM(cot)
