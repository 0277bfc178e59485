package io.kullback.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * Real Kafka brokers, each a process of its own and a controller as well, that a test stops, kills and starts again. Each can be reached directly, or over a
 * {@link TcpLink}, which its clients then keep to.
 */
public final class BrokerCluster implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final long RETRY_MILLIS = 250;
    private static final int PORTS_OF_A_BROKER = 3;

    private final Path folder;
    private final Map<String, String> more;
    private final List<Integer> ports = new ArrayList<>();
    private final List<TcpLink> links = new ArrayList<>();
    private final List<String> command;
    private final Map<Integer, ChildProcess> running = new HashMap<>();

    private BrokerCluster(Path folder, int brokers, Map<String, String> more) {
        this.folder = folder;
        this.more = Map.copyOf(more);
        this.command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "kafka.Kafka");
        ports.addAll(freePorts(brokers * PORTS_OF_A_BROKER));
        for (int id = 0; id < brokers; id++) {
            TcpLink link = TcpLink.open();
            link.leadTo(linkedPort(id));
            links.add(link);
        }
    }

    /** Brokers 0, 1, … formatted and ready to be started. Topics have as many copies as there are brokers, and need all but one of them. */
    public static BrokerCluster format(Path folder, int brokers, Map<String, String> more) {
        BrokerCluster cluster = new BrokerCluster(folder, brokers, more);
        String clusterId = Uuid.randomUuid().toString();
        for (int id = 0; id < brokers; id++) {
            cluster.format(id, clusterId);
        }
        return cluster;
    }

    private static List<Integer> freePorts(int count) {
        List<ServerSocket> open = new ArrayList<>();
        try {
            // All held open at once, so that they differ.
            for (int i = 0; i < count; i++) {
                open.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            List<Integer> found = open.stream().map(ServerSocket::getLocalPort).toList();
            for (ServerSocket socket : open) {
                socket.close();
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int brokers() {
        return links.size();
    }

    private int directPort(int id) {
        return ports.get(id * PORTS_OF_A_BROKER);
    }

    private int linkedPort(int id) {
        return ports.get(id * PORTS_OF_A_BROKER + 1);
    }

    private int controllerPort(int id) {
        return ports.get(id * PORTS_OF_A_BROKER + 2);
    }

    private void format(int id, String clusterId) {
        Path data = folder.resolve("data-" + id);
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try {
            new Formatter()
                    .setClusterId(clusterId)
                    .setNodeId(id)
                    .setDirectories(List.of(data.toString()))
                    .setMetadataLogDirectory(data.toString())
                    .setControllerListenerName("CONTROLLER")
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setPrintStream(new PrintStream(output, true, StandardCharsets.UTF_8))
                    .run();
            Properties properties = new Properties();
            properties.putAll(properties(id, data));
            try (var out = Files.newOutputStream(file(id))) {
                properties.store(out, null);
            }
        } catch (Exception e) {
            throw new IllegalStateException(
                    "cannot format " + data + ": " + output.toString(StandardCharsets.UTF_8), e);
        }
    }

    private Path file(int id) {
        return folder.resolve("broker-" + id + ".properties");
    }

    private Map<String, String> properties(int id, Path data) {
        String copies = String.valueOf(brokers());
        String needed = String.valueOf(Math.max(1, brokers() - 1));
        Map<String, String> properties = new HashMap<>();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", String.valueOf(id));
        properties.put(
                "listeners",
                "DIRECT://127.0.0.1:" + directPort(id) + ",LINKED://127.0.0.1:" + linkedPort(id)
                        + ",CONTROLLER://127.0.0.1:" + controllerPort(id));
        properties.put(
                "advertised.listeners",
                "DIRECT://127.0.0.1:" + directPort(id) + ",LINKED://127.0.0.1:"
                        + links.get(id).port());
        properties.put("listener.security.protocol.map", "DIRECT:PLAINTEXT,LINKED:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.put("inter.broker.listener.name", "DIRECT");
        properties.put("controller.listener.names", "CONTROLLER");
        properties.put(
                "controller.quorum.voters",
                IntStream.range(0, brokers())
                        .mapToObj(voter -> voter + "@127.0.0.1:" + controllerPort(voter))
                        .collect(Collectors.joining(",")));
        properties.put("log.dirs", data.toString());
        properties.put("default.replication.factor", copies);
        properties.put("min.insync.replicas", needed);
        properties.put("offsets.topic.replication.factor", copies);
        properties.put("offsets.topic.num.partitions", "3");
        properties.put("transaction.state.log.replication.factor", copies);
        properties.put("transaction.state.log.min.isr", needed);
        properties.put("transaction.state.log.num.partitions", "3");
        properties.put("group.initial.rebalance.delay.ms", "0");
        properties.put("auto.create.topics.enable", "false");
        // A broker that is killed says nothing: it is missed after so long.
        properties.put("broker.session.timeout.ms", "6000");
        properties.put("broker.heartbeat.interval.ms", "500");
        properties.put("log.cleaner.dedupe.buffer.size", "4194304");
        properties.put("log.segment.bytes", "67108864");
        properties.putAll(more);
        return properties;
    }

    /** Starts a broker; does not wait for it. */
    public void start(int id) {
        running.put(id, ChildProcess.start(Map.of(), with(command, file(id).toString())));
    }

    private static List<String> with(List<String> command, String argument) {
        List<String> all = new ArrayList<>(command);
        all.add(argument);
        return all;
    }

    /** Starts all that do not run, and waits until they are one cluster. */
    public void startAll() throws InterruptedException {
        IntStream.range(0, brokers()).filter(id -> !running.containsKey(id)).forEach(this::start);
        awaitAllInSync(Set.of());
    }

    /** Lets a broker hand over its partitions and end. */
    public void stop(int id) throws InterruptedException {
        try (ChildProcess broker = running.remove(id)) {
            broker.signal("TERM");
            broker.awaitExit(PATIENCE);
        }
    }

    /** Ends a broker as a power cut would. */
    public void kill(int id) throws InterruptedException {
        ChildProcess broker = running.remove(id);
        broker.close();
        broker.awaitExit(PATIENCE);
    }

    /** Lets a broker hold its connections and answer nothing, as one does that swaps. */
    public void pause(int id) {
        running.get(id).signal("STOP");
    }

    /** Lets a broker that was paused answer again. */
    public void resume(int id) {
        running.get(id).signal("CONT");
    }

    /** Which broker leads a partition. */
    public int leaderOf(String topic, int partition) throws InterruptedException {
        try (Admin admin = admin()) {
            return describe(admin, Set.of(topic))
                    .get(topic)
                    .partitions()
                    .get(partition)
                    .leader()
                    .id();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("no leader of " + topic + "-" + partition, e);
        }
    }

    /** Waits until all brokers are there and hold all of some topics. */
    public void awaitAllInSync(Set<String> topics) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (Admin admin = admin()) {
            while (!areAllInSync(admin, topics)) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("the brokers are not in sync after " + PATIENCE + ":\n"
                            + running.values().stream()
                                    .map(child -> String.join("\n", child.lines()))
                                    .collect(Collectors.joining("\n\n")));
                }
                TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
            }
        }
    }

    private boolean areAllInSync(Admin admin, Set<String> topics) throws InterruptedException {
        try {
            if (admin.describeCluster().nodes().get(2, TimeUnit.SECONDS).size() < brokers()) {
                return false;
            }
            return describe(admin, topics).values().stream()
                    .flatMap(topic -> topic.partitions().stream())
                    .allMatch(partition ->
                            partition.isr().size() == partition.replicas().size());
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    private static Map<String, TopicDescription> describe(Admin admin, Set<String> topics)
            throws ExecutionException, InterruptedException, TimeoutException {
        return admin.describeTopics(topics).allTopicNames().get(5, TimeUnit.SECONDS);
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", bootstrapServers()));
    }

    /** Of clients that reach the brokers directly. */
    public String bootstrapServers() {
        return IntStream.range(0, brokers())
                .mapToObj(id -> "127.0.0.1:" + directPort(id))
                .collect(Collectors.joining(","));
    }

    /** Of clients that reach the brokers over the links. */
    public String linkedBootstrapServers() {
        return links.stream().map(link -> "127.0.0.1:" + link.port()).collect(Collectors.joining(","));
    }

    /** One in front of each broker. */
    public List<TcpLink> links() {
        return List.copyOf(links);
    }

    @Override
    public void close() {
        running.values().forEach(ChildProcess::close);
        links.forEach(TcpLink::close);
    }
}
