package io.kullback.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSecretTest {

    private static final Instant AT = Instant.ofEpochSecond(1_614_265_330);
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final String BODY = "{\"test\": 2432232314}";

    /** The example that the libraries of Standard Webhooks are tested with; the same comes out of any HMAC tool. */
    @Test
    void signsTheStandardsOwnExample() {
        assertThat(WebhookSecret.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").signature(ID, AT, BODY))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    /** Of {@code printf … | openssl dgst -sha256 -hmac 0123456789abcdef01234567 -binary | base64}. */
    @Test
    void takesATextThatIsNoBase64AsItIs() {
        assertThat(WebhookSecret.of("0123456789abcdef01234567").signature(ID, AT, BODY))
                .isEqualTo("v1,d5PJaLhU6hQf9TLleqdn97PBQffdITHtAOuMMHkRQ4U=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"short-canary", "whsec_c2hvcnQ=", "whsec_canary!"})
    void refusesWhatIsTooShortOrNoBase64WithoutShowingIt(String text) {
        assertThatThrownBy(() -> WebhookSecret.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("canary");
    }
}
