package io.kullback.detection;

import io.kullback.histogram.Window;

/** A closed window and what is said of it. */
public record JudgedWindow(Window window, Verdict verdict) {}
