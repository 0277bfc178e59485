package io.kullback.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kullback.testing.Receiver;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {

    private static final AddressGuard LOCAL = new AddressGuard(List.of(Network.parse("127.0.0.0/8")));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.255.0.9",
                "0.0.0.0",
                "0.1.2.3",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.0.1",
                "169.254.169.254",
                "100.64.0.1",
                "198.18.0.1",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::7f00:1",
                "fe80::1",
                "fc00::1",
                "fd12:3456::1",
                "ff02::1",
                "64:ff9b::7f00:1",
                "2002:7f00:1::1"
            })
    void refusesEveryAddressThatIsNotPublic(String address) throws UnknownHostException {
        assertThat(AddressGuard.PUBLIC.permits(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "172.32.0.1", "172.15.0.1", "100.128.0.1", "169.253.1.1", "2606:4700::1111"})
    void permitsPublicAddresses(String address) throws UnknownHostException {
        assertThat(AddressGuard.PUBLIC.permits(InetAddress.getByName(address))).isTrue();
    }

    @Test
    void permitsTheNetworksThatAreAllowedAndNoOthers() throws UnknownHostException {
        AddressGuard guard = new AddressGuard(List.of(Network.parse("10.20.0.0/15"), Network.parse("192.168.1.7")));
        assertThat(guard.permits(InetAddress.getByName("10.21.255.255"))).isTrue();
        assertThat(guard.permits(InetAddress.getByName("10.22.0.0"))).isFalse();
        assertThat(guard.permits(InetAddress.getByName("192.168.1.7"))).isTrue();
        assertThat(guard.permits(InetAddress.getByName("192.168.1.8"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "10.0.0.0/33", "10.0.0/8/8", "example.org/8", "", "::/129"})
    void refusesWhatIsNoNetworkAndAsksNoNameServerForIt(String text) {
        assertThatThrownBy(() -> Network.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Post post(URI url, AddressGuard guard, DnsResolver names) {
        return new Post(url, Duration.ofSeconds(10), guard, names);
    }

    /** Answers for any name. */
    private record Names(List<String> answers, AtomicInteger asked) implements DnsResolver {
        Names(String... answers) {
            this(List.of(answers), new AtomicInteger());
        }

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            int next = Math.min(asked.getAndIncrement(), answers.size() - 1);
            return new InetAddress[] {InetAddress.getByName(answers.get(next))};
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }

    @Test
    void aNameThatLeadsInsideIsNotConnectedTo() {
        try (Receiver receiver = Receiver.answering(200);
                Post post = post(
                        URI.create("http://hooks.example.org:" + receiver.port() + "/"),
                        AddressGuard.PUBLIC,
                        new Names("127.0.0.1"))) {
            Reply reply = post.send("{}", Map.of());
            assertThat(reply.kind()).isEqualTo(Reply.Kind.UNAVAILABLE);
            assertThat(reply.reason())
                    .contains("hooks.example.org is at 127.0.0.1")
                    .contains("notify.allow");
            assertThat(receiver.posted()).isEmpty();
        }
    }

    /** A name server that answers with a permitted address first and with another one a moment later gains nothing: what was looked at is what is connected to. */
    @Test
    void theAddressThatWasLookedAtIsTheOneThatIsConnectedTo() {
        Names rebinding = new Names("127.0.0.1", "10.0.0.1");
        try (Receiver receiver = Receiver.answering(200);
                Post post = post(URI.create("http://hooks.example.org:" + receiver.port() + "/"), LOCAL, rebinding)) {
            assertThat(post.send("{}", Map.of()).kind()).isEqualTo(Reply.Kind.DELIVERED);
            assertThat(rebinding.asked()).hasValue(1);
            assertThat(receiver.posted()).hasSize(1);
        }
    }

    @Test
    void aRedirectIsNotFollowed() {
        try (Receiver receiver = Receiver.answering(302);
                Post post = post(receiver.url("/hook"), LOCAL, new Names("127.0.0.1"))) {
            assertThat(post.send("{}", Map.of()).kind()).isEqualTo(Reply.Kind.REFUSED);
            assertThat(receiver.posted()).extracting(Receiver.Posted::path).containsExactly("/hook");
        }
    }
}
