package io.kullback.detection.change;

/**
 * What a window is ranked by.
 *
 * @param location part of the residuals along the first axis
 * @param scale part along the second axis
 * @param rest squared length of what remains, at least 0 but for rounding
 * @param events in the window
 */
record WindowScores(double location, double scale, double rest, long events) {

    double of(Channel channel) {
        return switch (channel) {
            case LOCATION -> location;
            case SCALE -> scale;
            case REST -> rest;
        };
    }

    /** What has the law χ² with as many degrees of freedom as the channel when events are independent. */
    double squared(Channel channel) {
        return switch (channel) {
            case LOCATION -> location * location;
            case SCALE -> scale * scale;
            case REST -> rest;
        };
    }
}
