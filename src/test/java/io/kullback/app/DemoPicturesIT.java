package io.kullback.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.kullback.testing.ChildProcess;
import io.kullback.testing.Chromium;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Makes the pictures of the README out of the demo's own screens. */
@EnabledIfSystemProperty(
        named = "kullback.pictures",
        matches = "true",
        disabledReason = "makes the pictures of the README; only with -Dkullback.pictures=true")
class DemoPicturesIT {

    private static final Path PICTURES = Path.of("src", "docs", "pictures");
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final long LARGEST_BYTES = 120_000;
    private static final String STORM = "#/flights/origin//2001-03-05T00%3A00%3A00Z";

    @Test
    void thePagesOfTheDemoAreDrawn(@TempDir Path cache) throws Exception {
        Files.createDirectories(PICTURES);
        try (ChildProcess demo = ChildProcess.kullback(cache, "demo", "--speed", "max", "--port", "0");
                Chromium chromium = Chromium.start()) {
            String page =
                    demo.await("page (http://127\\.0\\.0\\.1:\\d+/)", PATIENCE).group(1);
            demo.await("Still serving", PATIENCE);
            draw(chromium, page, "overview", new Browser.NewContextOptions().setViewportSize(1100, 480));
            draw(chromium, page + STORM, "feature", new Browser.NewContextOptions().setViewportSize(1000, 860));
            draw(
                    chromium,
                    page + STORM,
                    "feature-dark",
                    new Browser.NewContextOptions().setViewportSize(1000, 860).setColorScheme(ColorScheme.DARK));
            draw(chromium, page + STORM, "phone", new Browser.NewContextOptions().setViewportSize(390, 844));
            assertThat(chromium.complaints()).isEmpty();
        }
    }

    private static void draw(Chromium chromium, String url, String name, Browser.NewContextOptions options)
            throws Exception {
        Page page = chromium.page(options);
        page.navigate(url);
        assertThat(page.locator("#alive")).hasText("Live");
        assertThat(page.locator("table").first()).isVisible();
        Path picture = PICTURES.resolve(name + ".png");
        page.screenshot(new Page.ScreenshotOptions().setPath(picture));
        page.context().close();
        assertThat(Files.size(picture)).as(name).isLessThan(LARGEST_BYTES);
    }
}
