import dev.rondo.collective.AllReduce;
import dev.rondo.collective.RingPlace;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Measures sums over a ring on the loopback address against the plainest copy of an array from one
 * socket to another. Run by scripts/workers: number of floats, and turns.
 */
public final class Sums {
    private static final int BUFFER = 1 << 16;

    private Sums() {}

    public static void main(String[] args) throws Exception {
        int floats = Integer.parseInt(args[0]);
        int turns = Integer.parseInt(args[1]);
        double copy = Double.MAX_VALUE;
        double sum = Double.MAX_VALUE;
        // in turns, so that a noisy moment meets both
        for (int i = 0; i < turns; i++) {
            copy = Math.min(copy, copy(floats));
            sum = Math.min(sum, sum(floats));
        }
        double copied = 4.0 * floats / copy / 1e9;
        // each of the two connections carries all values once
        double summed = 2 * 4.0 * floats / sum / 1e9;
        System.out.printf(
                Locale.ROOT,
                "copy of %,d floats: %.1f ms, %.2f GB/s%n"
                        + "sum over 2 members: %.1f ms, %.2f GB/s over both connections, %.0f %% of"
                        + " the copy%n",
                floats,
                copy * 1e3,
                copied,
                sum * 1e3,
                summed,
                100 * summed / copied);
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /** Seconds for an array of floats from one thread to that of another. */
    private static double copy(int floats) throws Exception {
        float[] values = new float[floats];
        float[] copies = new float[floats];
        try (ServerSocketChannel server = ServerSocketChannel.open().bind(loopback());
                ExecutorService threads = Executors.newFixedThreadPool(2)) {
            SocketChannel from = SocketChannel.open(server.getLocalAddress());
            SocketChannel to = server.accept();
            from.setOption(StandardSocketOptions.TCP_NODELAY, true);
            long begin = System.nanoTime();
            Future<?> sent = threads.submit(() -> send(from, values));
            Future<?> got = threads.submit(() -> receive(to, copies));
            sent.get();
            got.get();
            double seconds = (System.nanoTime() - begin) / 1e9;
            from.close();
            to.close();
            return seconds;
        }
    }

    private static ByteBuffer buffer() {
        return ByteBuffer.allocateDirect(BUFFER * Float.BYTES).order(ByteOrder.nativeOrder());
    }

    private static Void send(SocketChannel to, float[] values) throws IOException {
        ByteBuffer buffer = buffer();
        for (int at = 0; at < values.length; at += BUFFER) {
            int some = Math.min(BUFFER, values.length - at);
            buffer.clear().limit(some * Float.BYTES);
            buffer.asFloatBuffer().put(values, at, some);
            while (buffer.hasRemaining()) {
                to.write(buffer);
            }
        }
        return null;
    }

    private static Void receive(SocketChannel from, float[] values) throws IOException {
        ByteBuffer buffer = buffer();
        for (int at = 0; at < values.length; at += BUFFER) {
            int some = Math.min(BUFFER, values.length - at);
            buffer.clear().limit(some * Float.BYTES);
            while (buffer.hasRemaining()) {
                from.read(buffer);
            }
            buffer.flip();
            buffer.asFloatBuffer().get(values, at, some);
        }
        return null;
    }

    /** Seconds for a sum over two members; the second of two sums counts. */
    private static double sum(int floats) throws Exception {
        try (RingPlace first = RingPlace.listen(loopback());
                RingPlace second = RingPlace.listen(loopback());
                ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<RingPlace> places = List.of(first, second);
            List<InetSocketAddress> addresses = places.stream().map(RingPlace::address).toList();
            List<Callable<Double>> members = new ArrayList<>();
            for (int rank = 0; rank < 2; rank++) {
                int own = rank;
                members.add(
                        () -> {
                            byte[] secret = {1, 2, 3};
                            Duration patience = Duration.ofMinutes(1);
                            RingPlace place = places.get(own);
                            try (AllReduce a = place.join(own, addresses, secret, patience)) {
                                float[] values = new float[floats];
                                a.sum(values);
                                a.sum(new float[0]);
                                long begin = System.nanoTime();
                                a.sum(values);
                                double seconds = (System.nanoTime() - begin) / 1e9;
                                a.sum(new float[0]);
                                return seconds;
                            }
                        });
            }
            double seconds = 0;
            for (Future<Double> f : threads.invokeAll(members)) {
                seconds = Math.max(seconds, f.get());
            }
            return seconds;
        }
    }
}
