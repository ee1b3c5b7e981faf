# Eight panels of five lines with markers, by ggplot2: Rscript panels.R OUT.png
suppressPackageStartupMessages(library(ggplot2))
d <- expand.grid(e = seq(7, log10(6e11), length.out = 12), j = 1:5, t = 1:8)
chance <- rep(c(0, 25, 50, 20), 2)
d$family <- c("LaMDA", "GPT-3", "Gopher", "Chinchilla", "PaLM")[d$j]
d$task <- sprintf("(%s) Task %d", LETTERS[d$t], d$t)
rise <- plogis((1.5 + 0.25 * d$t) * (d$e - 9 - 0.15 * d$t - 0.4 * (d$j - 3)))
d$score <- chance[d$t] + (100 - chance[d$t]) * rise
rules <- data.frame(task = sprintf("(%s) Task %d", LETTERS[1:8], 1:8), chance)
plot <- ggplot(d, aes(10^e, score, color = family, shape = family)) +
  geom_hline(data = rules, aes(yintercept = chance, linetype = "random")) +
  geom_line(linewidth = 0.7) +
  geom_point(size = 2) +
  facet_wrap(~task, nrow = 2, scales = "free") +
  scale_x_log10(limits = c(5e6, 1e12), labels = scales::label_math(10^.x, format = log10)) +
  scale_y_continuous(limits = c(-3, 103), breaks = seq(0, 100, 20)) +
  scale_linetype_manual(values = "dashed") +
  labs(x = "Model scale (parameters)", y = "Accuracy (%)", color = NULL, shape = NULL,
       linetype = NULL) +
  theme_bw() +
  theme(legend.position = "bottom")
png(commandArgs(TRUE)[1], width = 1600, height = 900, res = 100, type = "cairo")
print(plot)
invisible(dev.off())
