package io.kullback.app.replay;

/** A replay as a page. */
final class ReplayPage {
    private final ReplayReport report;

    ReplayPage(ReplayReport report) {
        this.report = report;
    }

    String html() {
        return "<!doctype html>" + report.source();
    }
}
