package io.kullback.exposition;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import io.kullback.histogram.Reference;
import io.kullback.testing.Chromium;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The status page as a reader has it before them: in a real browser, from the real port. */
class PageIT {

    private static final Logger LOG = LoggerFactory.getLogger(PageIT.class);
    private static final String HOSTILE =
            "<img src=x onerror=alert(1)>\"'&\u202Ertl/50%25 \uD83D\uDE00" + "x".repeat(260);

    /** Where each view is, and what stands above it. */
    private static final Map<String, String> VIEWS = new LinkedHashMap<>();

    static {
        VIEWS.put("#/", "Monitors");
        VIEWS.put("#/payments", "payments");
        VIEWS.put("#/payments/x/", "x");
        VIEWS.put("#alerts", "Alerts");
    }

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static Chromium chromium;

    private final GivenBoard given = new GivenBoard(Duration.ofHours(1), false, "payments", "logins");
    private StatusServer server;
    private Page page;

    @BeforeAll
    static void startTheBrowser() {
        chromium = Chromium.start();
        PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
    }

    @AfterAll
    static void endTheBrowser() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @BeforeEach
    void serve() {
        given.everything("payments");
        given.close("payments", Reference.WHOLE, 2, 100, 800, 100);
        given.close("payments", Reference.WHOLE, 3, 100, 300, 600);
        given.close("payments", "DE", 3, 100, 800, 100);
        given.close("payments", "FR", 3, 1, 2, 0);
        server = given.serve();
        page = chromium.page(new Browser.NewContextOptions().setViewportSize(1280, 900));
    }

    @AfterEach
    void stop() {
        page.context().close();
        server.close();
        given.close();
    }

    private void open(String hash) {
        page.setDefaultTimeout(10_000);
        page.navigate(server.url() + hash);
        assertThat(page.locator("#build")).containsText("cafe");
    }

    /** Goes to another view of the page that is open. */
    private void go(String hash, String heading) {
        page.evaluate("hash => { location.hash = hash; }", hash);
        assertThat(page.locator("h1")).containsText(heading);
        assertThat(page.locator("table").first()).isVisible();
    }

    /** The row of a series, found by its link. */
    private Locator row(String name) {
        Locator link = page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
        return page.locator("table.series tbody tr:visible").filter(new Locator.FilterOptions().setHas(link));
    }

    private void assertNothingWentWrong() {
        assertThat(chromium.complaints()).isEmpty();
    }

    @Test
    void theOverviewSaysInWordsHowEveryMonitorStands() {
        open("");
        assertThat(row("x")).containsText("firing since 1970-01-01 01:00");
        assertThat(row("x · DE")).containsText("ok");
        assertThat(row("x · FR")).containsText("Cannot tell: too few events: 3 of 50 needed");
        Locator payments = page.locator("section.card").first();
        assertThat(payments)
                .containsText("3 series: 1 firing, 1 cannot tell, 1 ok. Of the last window of 1 nothing can be told.");
        assertThat(payments).containsText("7 rejected");
        assertThat(page.locator("section.card").last()).containsText("Not on this instance, or nothing read yet.");
        assertThat(page).hasTitle("(1 firing) Monitors – Kullback");
        assertNothingWentWrong();
    }

    @Test
    void whatIsStaleIsSaidToBe() {
        given.pass(Duration.ofDays(1));
        open("");
        assertThat(row("x · DE")).containsText("cannot tell, stale");
        assertThat(row("x")).containsText("No newer window has come since.");
        assertNothingWentWrong();
    }

    @Test
    void whatFiresComesFirstAndTextAndStateNarrowTheList() {
        open("");
        Locator links = page.locator("table.series tbody tr:visible a");
        assertThat(links).hasText(new String[] {"x", "x · FR", "x · DE"});
        page.getByLabel("Find").fill("de");
        assertThat(links).hasText(new String[] {"x · DE"});
        page.getByLabel("Find").fill("");
        page.locator("button.state.firing").click();
        assertThat(links).hasText(new String[] {"x"});
        assertThat(page.locator("button.state.firing")).hasAttribute("aria-pressed", "true");
        assertNothingWentWrong();
    }

    @Test
    void whatMovedIsSaidAlsoWhereThePictureShowsNothingOfItAnyMore() throws Exception {
        List<String> asked = new CopyOnWriteArrayList<>();
        page.onRequest(request -> asked.add(request.url()));
        given.close("payments", "DE", 4, 100, 300, 600);
        for (int window = 5; window < 45; window++) {
            given.close("payments", "DE", window, 1, 2, 0);
        }
        open("");
        assertThat(row("x · DE")).containsText("Last drift 1970-01-01 04:00: ≥ 10 10 % → 60 %");
        assertThat(row("x · DE").locator("svg")).hasAttribute("aria-label", "0 of the last 30 windows drifted");
        String board = asked.stream()
                .filter(url -> url.contains("/api/v1/monitors"))
                .findFirst()
                .orElseThrow();
        JsonNode series = new ObjectMapper().readTree(get(board).body()).at("/monitors/0/series/1");
        assertThat(series.get("segment").asText()).isEqualTo("DE");
        assertThat(series.get("windows")).as("no more than it shows").hasSize(30);
        open("#alerts");
        assertThat(page.locator("table.series tbody tr").filter(new Locator.FilterOptions().setHasText("DE")))
                .containsText("≥ 10 10 % → 60 %");
        assertNothingWentWrong();
    }

    @Test
    void theMonitorsViewShowsProgressRejectedRecordsAndTheReference() {
        open("#/payments");
        assertThat(page.locator("h1")).containsText("payments");
        assertThat(page.locator("dl")).containsText("topic events, 2025-12-01T00:00:00Z to 2025-12-15T00:00:00Z");
        assertThat(page.locator("dl")).containsText("17 days before the latest event");
        assertThat(page.locator("dl")).not().containsText("stale");
        assertThat(page.locator("table.fit tbody tr")).hasText(Pattern.compile("^decode\\s*7\\s*7 %$"));
        assertThat(page.locator("table.series tbody tr")).hasCount(3);
        assertNothingWentWrong();
    }

    @Test
    void aReferenceOfLongAgoIsSaidToBeStale() {
        given.reference("payments", "topic events, 2025-08-01T00:00:00Z to 2025-08-15T00:00:00Z");
        open("#/payments");
        assertThat(page.locator("dl")).containsText("139 days before the latest event. It is stale");
        assertNothingWentWrong();
    }

    @Test
    void theFeatureViewShowsTheFiguresThatTheApiGives() throws Exception {
        open("#/payments/x/");
        JsonNode window = new ObjectMapper()
                .readTree(get("/api/v1/monitors/payments/features/x").body())
                .get("window");
        assertThat(page.locator("#explanation"))
                .containsText(window.get("explanation").asText());
        assertThat(page.locator("#explanation"))
                .containsText(threeDigits(window.get("kl").asDouble()) + " nats");
        assertThat(page.locator("#explanation"))
                .containsText(threeDigits(window.get("noise_floor").asDouble()) + " of it by chance");
        Locator bins = page.locator("table.bins tbody tr");
        for (int bin = 0; bin < window.get("bins").size(); bin++) {
            JsonNode expected = window.get("bins").get(bin);
            if (expected.get("observed").asDouble() + expected.get("reference").asDouble() > 0) {
                Locator row = bins.filter(new Locator.FilterOptions()
                        .setHasText(expected.get("label").asText()));
                assertThat(row)
                        .containsText(
                                threeDigits(100 * expected.get("reference").asDouble()) + " %");
                assertThat(row)
                        .containsText(threeDigits(100 * expected.get("observed").asDouble()) + " %");
                double residual = expected.get("residual").asDouble();
                assertThat(row.locator(".residual"))
                        .hasText((residual > 0 ? "+" : "−") + threeDigits(Math.abs(residual)));
            }
        }
        assertThat(page.locator("section.card")
                        .filter(new Locator.FilterOptions().setHasText("Segments of this feature"))
                        .locator("tbody tr"))
                .hasCount(3);
        assertThat(page.locator(".plot canvas")).hasCount(1);
        assertNothingWentWrong();
    }

    private static String threeDigits(double value) {
        return new BigDecimal(value)
                .round(new MathContext(3))
                .stripTrailingZeros()
                .toPlainString();
    }

    @Test
    void arrowKeysChooseAWindowAndTheAddressSurvivesAReload() {
        open("#/payments/x/");
        Locator plot = page.locator("#plot");
        assertThat(plot).hasAttribute("aria-valuenow", "3");
        plot.focus();
        page.keyboard().press("ArrowLeft");
        assertThat(plot).hasAttribute("aria-valuetext", Pattern.compile("^1970-01-01 02:00: stable, .*1,000 events$"));
        assertThat(page.locator("section.card h2", new Page.LocatorOptions().setHasText("02:00")))
                .containsText("stable");
        assertThat(page).hasURL(Pattern.compile("#/payments/x//1970-01-01T02%3A00%3A00Z$"));
        assertThat(plot).isFocused();
        page.reload();
        assertThat(page.locator("#plot")).hasAttribute("aria-valuenow", "2");
        assertThat(page.locator("#explanation")).containsText("by chance");
        assertNothingWentWrong();
    }

    @Test
    void byTabAloneOneComesFromTheOverviewIntoAFeature() {
        open("");
        for (int presses = 0; presses < 40; presses++) {
            page.keyboard().press("Tab");
            if ("x".equals(page.evaluate("document.activeElement.textContent"))) {
                break;
            }
        }
        assertThat((String) page.evaluate("getComputedStyle(document.activeElement).outlineStyle"))
                .isEqualTo("solid");
        page.keyboard().press("Enter");
        assertThat(page.locator("h1")).containsText("x");
        assertThat(page.locator("h1")).isFocused();
        assertNothingWentWrong();
    }

    @Test
    void namesThatWouldBeMarkupAreTextAndTheirLinksLeadToThem() {
        given.close("payments", HOSTILE, 3, 100, 300, 600);
        page.onDialog(dialog -> {
            throw new AssertionError("a name became code");
        });
        open("");
        Locator row = row("x · " + HOSTILE);
        assertThat(row).hasCount(1);
        assertThat(page.locator("main img")).hasCount(0);
        row.locator("a").click();
        assertThat(page.locator("h1")).containsText(HOSTILE);
        assertThat(page.locator("#explanation")).containsText("nats");
        page.reload();
        assertThat(page.locator("h1")).containsText(HOSTILE);
        assertThat(page.locator("#explanation")).containsText("nats");
        assertNothingWentWrong();
    }

    @Test
    void aNewWindowShowsUpWithoutAReloadAndTakesNeitherFocusNorScroll() {
        open("");
        assertThat(page.locator("#alive")).hasText("Live");
        Locator link = row("x · DE").locator("a");
        link.focus();
        given.close("payments", "DE", 4, 100, 300, 600);
        assertThat(row("x · DE")).containsText("firing since 1970-01-01 04:00");
        assertThat(row("x · DE").locator("a")).isFocused();
        assertThat(page.locator("#news")).hasText("Now firing: x · DE of payments.");
        assertNothingWentWrong();
    }

    @Test
    void beyondTheListenersThatThereIsRoomForItAsksFromTimeToTime() throws Exception {
        List<HttpResponse<InputStream>> listeners = new ArrayList<>();
        for (int i = 0; i < Events.MOST_LISTENERS; i++) {
            listeners.add(CLIENT.send(
                    HttpRequest.newBuilder(URI.create(server.url()).resolve(Events.PATH))
                            .build(),
                    BodyHandlers.ofInputStream()));
        }
        open("");
        assertThat(page.locator("#alive")).containsText("Asking every 2 seconds");
        given.close("payments", "DE", 4, 100, 300, 600);
        assertThat(row("x · DE")).containsText("firing since 1970-01-01 04:00");
        assertThat(chromium.complaints())
                .isNotEmpty()
                .allMatch(complaint -> complaint.contains("503") || complaint.contains(Events.PATH));
        for (HttpResponse<InputStream> listener : listeners) {
            listener.body().close();
        }
    }

    @Test
    void thatTheServiceIsGoneIsSaidWithHowOldTheFiguresAre() {
        open("");
        assertThat(page.locator("#alive")).hasText("Live");
        server.close();
        assertThat(page.locator("#alive"))
                .hasText(Pattern.compile("^The service does not answer. What is shown is from [0-9:]{8} UTC.$"));
        assertThat(page.locator("#rate")).hasText(Pattern.compile("^[0-9]+ s old.$"));
        assertThat(row("x")).containsText("firing");
    }

    @Test
    void everyViewPassesTheRulesOfAccessibilityInLightAndDark() throws IOException {
        page.context().close();
        page = chromium.page(
                new Browser.NewContextOptions().setViewportSize(1280, 900).setReducedMotion(ReducedMotion.REDUCE));
        open("");
        try (InputStream script = PageIT.class.getResourceAsStream("/axe.min.js")) {
            page.evaluate(new String(script.readAllBytes(), StandardCharsets.UTF_8));
        }
        for (Map.Entry<String, String> view : VIEWS.entrySet()) {
            go(view.getKey(), view.getValue());
            for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
                assertThat((String) page.evaluate("getComputedStyle(document.body).backgroundColor"))
                        .isEqualTo(scheme == ColorScheme.DARK ? "rgb(18, 21, 24)" : "rgb(245, 246, 247)");
                Object violations = page.evaluate(
                        "axe.run({resultTypes: ['violations']}).then(r => r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html + ' ' + n.failureSummary).join(' | ')))");
                assertThat((List<?>) violations)
                        .as("%s in %s", view.getKey(), scheme)
                        .isEmpty();
            }
        }
        assertNothingWentWrong();
    }

    @Test
    void onAPhoneNoViewIsWiderThanTheScreen() {
        given.close("payments", HOSTILE, 3, 100, 300, 600);
        page.context().close();
        page = chromium.page(new Browser.NewContextOptions()
                .setViewportSize(390, 844)
                .setIsMobile(true)
                .setHasTouch(true)
                .setDeviceScaleFactor(2));
        Map<String, String> views = new LinkedHashMap<>(VIEWS);
        views.put(
                "#/payments/x/"
                        + URLEncoder.encode(HOSTILE, StandardCharsets.UTF_8).replace("+", "%20"),
                HOSTILE);
        open("");
        for (Map.Entry<String, String> view : views.entrySet()) {
            go(view.getKey(), view.getValue());
            assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                    .as(view.getKey())
                    .isLessThanOrEqualTo(390);
        }
        assertNothingWentWrong();
    }

    @Test
    void fiveHundredSeriesStayUsable() {
        for (int segment = 0; segment < 500; segment++) {
            for (int window = 30; window < 60; window++) {
                given.close("logins", "segment-" + segment, window, 100, 800, 100 + segment % 7);
            }
        }
        long start = System.nanoTime();
        open("");
        assertThat(page.locator("table.series tbody tr")).hasCount(503);
        long painted = System.nanoTime();
        // By the role of its link it would be looked for among all others, over and over.
        Locator row =
                page.locator("table.series tbody tr:visible", new Page.LocatorOptions().setHasText("x · segment-250"));
        Locator link = row.locator("a");
        link.scrollIntoViewIfNeeded();
        link.focus();
        Object before = page.evaluate("scrollY");
        page.evaluate("document.querySelectorAll('table.series tbody tr').forEach(r => r.isTheSame = true)");
        long changed = System.nanoTime();
        given.close("logins", "segment-250", 60, 100, 810, 90);
        assertThat(row).containsText("1970-01-03 12:00");
        long updated = System.nanoTime();
        assertThat(link).isFocused();
        assertThat(page.evaluate("scrollY")).isEqualTo(before);
        assertThat(page.evaluate("[...document.querySelectorAll('table.series tbody tr')].every(r => r.isTheSame)"))
                .isEqualTo(true);
        page.getByLabel("Find").fill("segment-49");
        assertThat(page.locator("table.series tbody tr:visible")).hasCount(11);
        LOG.atInfo()
                .addKeyValue("first paint", Duration.ofNanos(painted - start))
                .addKeyValue("update", Duration.ofNanos(updated - changed))
                .addKeyValue("filter", Duration.ofNanos(System.nanoTime() - updated))
                .log("500 series");
        assertNothingWentWrong();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create(server.url()).resolve(path)).build(), BodyHandlers.ofString());
    }
}
