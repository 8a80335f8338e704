-- commits go to the log again, as they do by default
reset checkpoint_threshold;
