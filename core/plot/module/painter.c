int dw_x;
