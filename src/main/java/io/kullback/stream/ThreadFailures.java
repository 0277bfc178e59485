package io.kullback.stream;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers stream threads that fail: each is replaced, so that its task starts again from the last commit and nothing is lost or doubled. The more failures
 * follow one another, the longer the next replacement waits, so that a failure that comes back at once does not fill the log and load the brokers.
 */
final class ThreadFailures implements StreamsUncaughtExceptionHandler, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ThreadFailures.class);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    /** After so long without a failure the next one is the first of a new row. */
    private static final Duration QUIET = LONGEST_PAUSE.multipliedBy(3);

    /** A thread that fails at once each time has done so for eight seconds by then. */
    private static final int HOPELESS = 5;

    private final LongSupplier nanoTime;
    private final CountDownLatch closing = new CountDownLatch(1);
    private long total;
    private int row;
    private int rowNotOfKafka;
    private long last;

    private final String servers;

    /**
     * Answers the threads of one instance.
     *
     * @param servers the brokers, to be named
     * @param nanoTime a clock that never goes back, in nanoseconds
     */
    ThreadFailures(String servers, LongSupplier nanoTime) {
        this.servers = servers;
        this.nanoTime = nanoTime;
    }

    /** Called by the thread that fails, which ends when it has the answer. */
    @Override
    public StreamThreadExceptionResponse handle(Throwable failure) {
        if (isOrComesOf(failure, MissingSourceTopicException.class)) {
            pauseAfter(failure);
            // Source topics come and go; what is missing is Kullback's own, and made anew at the next start.
            LOG.atError()
                    .addKeyValue("reason", failure.getMessage())
                    .log(
                            "a topic of Kullback's own has disappeared; the instance stops, and makes it anew when it is started again");
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        if (isOrComesOf(failure, VirtualMachineError.class)) {
            pauseAfter(failure);
            LOG.atError().setCause(failure).log("the Java machine is at its end, and so is the instance");
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        Optional<String> forbidden = KafkaFailure.ofRights(servers, failure);
        if (forbidden.isPresent()) {
            pauseAfter(failure);
            // A replaced thread would be refused again.
            LOG.atError().addKeyValue("reason", forbidden.get()).log("a right is missing; the instance stops");
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        Duration pause = pauseAfter(failure);
        if (isOfBeingOutOfTouch(failure)) {
            // A matter of the brokers or the network: where in our code it was noticed helps nobody.
            LOG.atWarn()
                    .addKeyValue("reason", root(failure).getMessage())
                    .addKeyValue("pause", pause)
                    .log("a stream thread was out of touch with Kafka, and is replaced");
        } else {
            LOG.atError().setCause(failure).addKeyValue("pause", pause).log("a stream thread failed and is replaced");
        }
        rest(pause);
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    /** Counts a failure; gives how long the replacement should wait. */
    synchronized Duration pauseAfter(Throwable failure) {
        long now = nanoTime.getAsLong();
        if (total > 0 && isQuietAt(now)) {
            row = 0;
            rowNotOfKafka = 0;
        }
        last = now;
        total++;
        row++;
        if (!isOrComesOf(failure, RetriableException.class)) {
            rowNotOfKafka++;
        }
        long doubled = FIRST_PAUSE.toMillis() << Math.min(row - 1, 20);
        return Duration.ofMillis(Math.min(doubled, LONGEST_PAUSE.toMillis()));
    }

    private boolean isQuietAt(long now) {
        return now - last > QUIET.toNanos();
    }

    private void rest(Duration pause) {
        try {
            if (closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.atDebug().log("closed while a replacement waited");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Failures of stream threads since the start. */
    synchronized long total() {
        return total;
    }

    /**
     * Whether threads fail again and again, so that nothing is counted. Brokers that do not answer are no such case: a restart of the process would not help.
     */
    synchronized boolean isHopeless() {
        return rowNotOfKafka >= HOPELESS && !isQuietAt(nanoTime.getAsLong());
    }

    /**
     * Whether it is a matter of the brokers or the network. Brokers end a transaction of which nothing was heard for long, and later forget its producer; the
     * thread learns of it when it commits, from some requests as an exception of no particular kind.
     */
    private static boolean isOfBeingOutOfTouch(Throwable failure) {
        return isOrComesOf(failure, RetriableException.class)
                || isOrComesOf(failure, InvalidTxnStateException.class)
                || isOrComesOf(failure, InvalidPidMappingException.class)
                || root(failure).getClass().equals(KafkaException.class);
    }

    private static boolean isOrComesOf(Throwable failure, Class<? extends Throwable> kind) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** Lets no replacement wait any longer. */
    @Override
    public void close() {
        closing.countDown();
    }
}
