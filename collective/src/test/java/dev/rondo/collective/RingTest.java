package dev.rondo.collective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/** What can go wrong between processes. */
class RingTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private List<RingPlace> places;
    private ServerSocketChannel raw;

    /** Three places; the one in the middle is a member of the test's own making. */
    @BeforeEach
    void open() throws IOException {
        places = Groups.places(3);
        raw = ServerSocketChannel.open();
        raw.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        raw.configureBlocking(false);
    }

    @AfterEach
    void close() throws IOException {
        places.forEach(RingPlace::close);
        raw.close();
    }

    private List<InetSocketAddress> addresses() throws IOException {
        List<InetSocketAddress> all = new ArrayList<>(Groups.addresses(places));
        all.set(1, (InetSocketAddress) raw.getLocalAddress());
        return all;
    }

    /** What a member of the test's own making does with its connections. */
    @FunctionalInterface
    private interface Raw {
        void run(SocketChannel before, SocketChannel after) throws Exception;
    }

    /** The failures of ranks 0 and 2 beside a raw rank 1. */
    private List<CollectiveException> beside(Duration patience, int n, Raw member)
            throws IOException {
        List<InetSocketAddress> addresses = addresses();
        CountDownLatch failed = new CountDownLatch(2);
        List<Callable<CollectiveException>> tasks = new ArrayList<>();
        for (int rank : new int[] {0, 2}) {
            tasks.add(
                    Groups.failing(
                            () -> {
                                try (AllReduce m =
                                        places.get(rank)
                                                .join(rank, addresses, Groups.SECRET, patience)) {
                                    m.sum(new float[n]);
                                    return 0;
                                } finally {
                                    failed.countDown();
                                }
                            }));
        }
        tasks.add(
                () -> {
                    Greeting greeting = new Greeting(1, 3, Groups.SECRET);
                    SocketChannel[] both =
                            new Joining(raw, greeting, addresses, PATIENCE.toNanos()).both();
                    member.run(both[0], both[1]);
                    failed.await();
                    both[0].close();
                    both[1].close();
                    return null;
                });
        return Groups.results(tasks).subList(0, 2);
    }

    private static ByteBuffer header(int kind, int chunk, int length, int bytes) {
        return ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(kind)
                .putInt(chunk)
                .putInt(length)
                .putInt(bytes)
                .flip();
    }

    @Test
    void aConnectionThatIsCutInTheMiddleOfAChunkNamesItsRank() throws IOException {
        List<CollectiveException> failures =
                beside(
                        PATIENCE,
                        1000,
                        (before, after) -> {
                            after.write(header(1, 0, 1000, 4));
                            after.write(ByteBuffer.allocate(1234));
                            before.close();
                            after.close();
                        });
        for (CollectiveException e : failures) {
            assertThat(e.culprit()).as(e.getMessage()).hasValue(1);
            assertThat(e).hasMessageContaining("rank 1 is gone");
        }
    }

    @Test
    void aSlowMemberIsWaitedForAndASilentOneNamed() throws IOException {
        List<CollectiveException> failures =
                beside(
                        Duration.ofMillis(800),
                        1000,
                        (_, after) -> {
                            after.write(header(1, 0, 1000, 4));
                            for (int i = 0; i < 8; i++) {
                                // in all longer than the others' patience
                                Thread.sleep(200);
                                after.write(ByteBuffer.allocate(100));
                            }
                        });
        for (CollectiveException e : failures) {
            assertThat(e.culprit()).as(e.getMessage()).hasValue(1);
        }
        assertThat(failures.getLast()).hasMessageContaining("rank 1 sent nothing for PT0.8S");
    }

    @Test
    void whatIsNoChunkIsRefused() throws IOException {
        List<CollectiveException> failures =
                beside(PATIENCE, 10, (_, after) -> after.write(header(1, 3, 10, 4)));
        for (CollectiveException e : failures) {
            assertThat(e.culprit()).as(e.getMessage()).hasValue(1);
        }
        assertThat(failures.getLast()).hasMessageContaining("does not belong to this sum");
    }

    @Test
    void strangersAreRefusedAndDisturbNobody() throws Exception {
        List<InetSocketAddress> addresses = Groups.addresses(places).subList(0, 2);
        byte[] wrong = "another secret".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 30; i++) { // more than are listened to at once
            SocketChannel silent = SocketChannel.open(addresses.get(0));
            if (i % 3 == 0) {
                silent.write(ByteBuffer.allocate(Greeting.ANSWER));
                silent.shutdownOutput();
            }
        }
        List<Callable<float[]>> tasks = new ArrayList<>();
        for (int r = 0; r < 2; r++) {
            int rank = r;
            tasks.add(
                    () -> {
                        float[] values = {rank + 1};
                        try (AllReduce m =
                                places.get(rank).join(rank, addresses, Groups.SECRET, PATIENCE)) {
                            m.sum(values);
                        }
                        return values;
                    });
        }
        assertThat(Groups.results(tasks)).allMatch(v -> v[0] == 3);

        Duration little = Duration.ofMillis(600);
        List<Callable<CollectiveException>> strangers = new ArrayList<>();
        strangers.add(
                Groups.failing(() -> places.get(0).join(0, addresses, Groups.SECRET, little)));
        strangers.add(Groups.failing(() -> places.get(1).join(1, addresses, wrong, little)));
        for (CollectiveException e : Groups.results(strangers)) {
            assertThat(e).hasMessageContaining("did not come within PT0.6S");
        }
    }

    @Test
    void whoNeverListensIsNamedWithItsAddress() throws IOException {
        List<InetSocketAddress> addresses = addresses();
        raw.close();
        assertThatThrownBy(
                        () ->
                                places.get(0)
                                        .join(0, addresses, Groups.SECRET, Duration.ofMillis(300)))
                .isInstanceOf(CollectiveException.class)
                .hasMessageContaining("rank 1 at")
                .hasMessageContaining("did not come within PT0.3S; the last try: ");
    }

    @Test
    void wrongUseIsRefused() throws IOException {
        List<InetSocketAddress> addresses = addresses();
        assertThatThrownBy(() -> places.get(0).join(3, addresses, Groups.SECRET, PATIENCE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("from 0 to 2, got 3");
        assertThatThrownBy(() -> places.get(0).join(0, addresses, new byte[0], PATIENCE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("secret");
        InetSocketAddress taken = places.get(0).address();
        assertThatThrownBy(() -> RingPlace.listen(taken))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot listen on");
        assertThatThrownBy(() -> RingPlace.listen(InetSocketAddress.createUnresolved("no.host", 1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no host no.host");
        places.get(2).close();
        assertThatThrownBy(() -> places.get(2).address()).isInstanceOf(IllegalStateException.class);
        assertThat(places.get(0).join(0, List.of(taken), Groups.SECRET, PATIENCE).size()).isOne();
    }
}
