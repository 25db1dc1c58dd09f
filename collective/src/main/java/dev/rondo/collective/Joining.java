package dev.rondo.collective;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Connects a member with both of its neighbors. */
final class Joining {
    /** How long after a refused connection the next is tried. */
    private static final long PAUSE = 50_000_000;

    /** Strangers that are listened to at once; the oldest of more has to go. */
    private static final int MOST_GUESTS = 16;

    private final ServerSocketChannel server;
    private final Greeting greeting;
    private final InetSocketAddress next;
    private final long patience;
    private final long begin = System.nanoTime();
    private final List<Guest> guests = new ArrayList<>();
    private Caller caller;
    private long callAt = begin;
    private SocketChannel before;
    private SocketChannel after;
    private String trouble = "";

    /** A connection that came, and has not yet proved who it is. */
    private static final class Guest {
        private final SocketChannel channel;
        private final byte[] challenge;
        private final ByteBuffer out;
        private final ByteBuffer answer = ByteBuffer.allocate(Greeting.ANSWER);

        Guest(SocketChannel channel, byte[] challenge) {
            this.channel = channel;
            this.challenge = challenge;
            out = ByteBuffer.wrap(challenge);
        }
    }

    /** A connection to the next member. */
    private static final class Caller {
        private final SocketChannel channel;
        private final byte[] own;
        private final ByteBuffer in = ByteBuffer.allocate(Greeting.BYTES);
        private byte[] challenge;

        Caller(SocketChannel channel, byte[] own) {
            this.channel = channel;
            this.own = own;
        }
    }

    Joining(
            ServerSocketChannel server,
            Greeting greeting,
            List<InetSocketAddress> members,
            long patience) {
        this.server = server;
        this.greeting = greeting;
        next = members.get(greeting.after());
        this.patience = patience;
    }

    /** The connection from the member before, and that to the one after. */
    SocketChannel[] both() {
        try (Selector selector = Selector.open()) {
            server.register(selector, SelectionKey.OP_ACCEPT);
            while (before == null || after == null) {
                long left = patience - (System.nanoTime() - begin);
                if (left <= 0) {
                    throw late();
                }
                if (Thread.currentThread().isInterrupted()) {
                    throw CollectiveException.interrupted(greeting.rank());
                }
                call(selector);
                selector.select(Math.max(1, Math.min(left, PAUSE) / 1_000_000));
                for (SelectionKey key : selector.selectedKeys()) {
                    serve(key, selector);
                }
                selector.selectedKeys().clear();
            }
            return new SocketChannel[] {before, after};
        } catch (IOException e) {
            closeAll();
            throw new CollectiveException(
                    -1, "rank " + greeting.rank() + " cannot join: " + e.getMessage());
        } catch (CollectiveException e) {
            closeAll();
            throw e;
        } finally {
            guests.forEach(g -> Channels.close(g.channel));
        }
    }

    private void closeAll() {
        for (SocketChannel c : new SocketChannel[] {before, after}) {
            if (c != null) {
                Channels.close(c);
            }
        }
        if (caller != null) {
            Channels.close(caller.channel);
        }
    }

    private CollectiveException late() {
        int missing = after == null ? greeting.after() : greeting.before();
        return new CollectiveException(
                missing,
                "rank "
                        + missing
                        + (after == null ? " at " + next : "")
                        + " did not come within "
                        + Duration.ofNanos(patience)
                        + trouble);
    }

    /** Calls the next member, again and again until it is there. */
    private void call(Selector selector) throws IOException {
        if (after != null || caller != null || System.nanoTime() < callAt) {
            return;
        }
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        try {
            caller = new Caller(channel, greeting.challenge());
            boolean there = channel.connect(next);
            channel.register(selector, there ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT);
        } catch (IOException | RuntimeException e) {
            hangUp("; the last try: " + e.getMessage());
        }
    }

    private void hangUp(String why) {
        Channels.close(caller.channel);
        caller = null;
        callAt = System.nanoTime() + PAUSE;
        trouble = why;
    }

    private void serve(SelectionKey key, Selector selector) throws IOException {
        if (key.channel() == server) {
            welcome(selector);
        } else if (key.channel() instanceof SocketChannel channel) {
            if (caller != null && channel == caller.channel) {
                goOn(key);
            } else {
                listen(channel, key);
            }
        }
    }

    private void welcome(Selector selector) throws IOException {
        SocketChannel channel = server.accept();
        if (channel == null) {
            return;
        }
        if (before != null) {
            Channels.close(channel);
            return;
        }
        if (guests.size() == MOST_GUESTS) {
            Channels.close(guests.removeFirst().channel);
        }
        channel.configureBlocking(false);
        Guest guest = new Guest(channel, greeting.challenge());
        guests.add(guest);
        channel.register(selector, SelectionKey.OP_READ | SelectionKey.OP_WRITE, guest);
    }

    /** Hears a guest out. Whoever is no neighbor is shown out without a word. */
    private void listen(SocketChannel channel, SelectionKey key) {
        Guest guest = (Guest) key.attachment();
        try {
            if (guest.out.hasRemaining()) {
                channel.write(guest.out);
            }
            if (!guest.out.hasRemaining()) {
                key.interestOps(SelectionKey.OP_READ);
            }
            if (channel.read(guest.answer) < 0) {
                throw new IOException("it hung up");
            }
            if (!guest.answer.hasRemaining()) {
                byte[] answer = guest.answer.array();
                if (before != null || !greeting.isOfNeighbor(guest.challenge, answer)) {
                    throw new IOException("it does not know the secret");
                }
                byte[] proof =
                        greeting.proofOf(greeting.rank(), guest.challenge, Greeting.own(answer));
                // 32 bytes go into the buffer of a connection on which nothing else was sent
                channel.write(ByteBuffer.wrap(proof));
                key.cancel();
                guests.remove(guest);
                before = channel;
            }
        } catch (IOException e) {
            key.cancel();
            guests.remove(guest);
            Channels.close(channel);
        }
    }

    private void goOn(SelectionKey key) {
        try {
            if (key.isConnectable() && caller.channel.finishConnect()) {
                key.interestOps(SelectionKey.OP_READ);
            }
            if (key.isReadable()) {
                if (caller.channel.read(caller.in) < 0) {
                    throw new IOException(
                            "it hung up; is it of this ring, and does it have the same secret?");
                }
                if (!caller.in.hasRemaining()) {
                    answered(key);
                }
            }
        } catch (IOException e) {
            key.cancel();
            hangUp("; the last try: " + e.getMessage());
        }
    }

    private void answered(SelectionKey key) throws IOException {
        byte[] said = caller.in.array().clone();
        caller.in.clear();
        if (caller.challenge == null) {
            caller.challenge = said;
            caller.channel.write(ByteBuffer.wrap(greeting.answer(said, caller.own)));
            return;
        }
        byte[] proof = greeting.proofOf(greeting.after(), caller.challenge, caller.own);
        if (!MessageDigest.isEqual(proof, said)) {
            throw new IOException("it does not know the secret");
        }
        key.cancel();
        after = caller.channel;
        caller = null;
    }
}
