package dev.rondo.collective;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How two neighbors of a ring make sure of each other. The one that listens sends a random number;
 * the one that connects answers with one of its own, its rank, the size of the ring, and the
 * HMAC-SHA-256 of all that; the other answers with the HMAC of the same for its own rank.
 */
final class Greeting {
    /** Bytes of a random number, and of what proves the secret. */
    static final int BYTES = 32;

    /** Bytes of the answer of the side that connects. */
    static final int ANSWER = BYTES + 2 * Integer.BYTES + BYTES;

    private static final byte[] PROTOCOL = "rondo-ring-1".getBytes(StandardCharsets.US_ASCII);

    private final int rank;
    private final int size;
    private final SecretKeySpec secret;
    private final SecureRandom random = new SecureRandom();

    Greeting(int rank, int size, byte[] secret) {
        if (secret.length == 0) {
            throw new IllegalArgumentException("the secret of a ring must not be empty");
        }
        this.rank = rank;
        this.size = size;
        this.secret = new SecretKeySpec(secret, "HmacSHA256");
    }

    int rank() {
        return rank;
    }

    /** The rank of the member that connects to this one. */
    int before() {
        return (rank + size - 1) % size;
    }

    /** The rank of the member that this one connects to. */
    int after() {
        return (rank + 1) % size;
    }

    byte[] challenge() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return bytes;
    }

    /** The answer of the side that connects to the next member. */
    byte[] answer(byte[] challenge, byte[] own) {
        return ByteBuffer.allocate(ANSWER)
                .put(own)
                .putInt(rank)
                .putInt(size)
                .put(proof(challenge, own, rank))
                .array();
    }

    /** Whether an answer is that of the member before this one. */
    boolean isOfNeighbor(byte[] challenge, byte[] answer) {
        ByteBuffer read = ByteBuffer.wrap(answer);
        byte[] theirs = new byte[BYTES];
        read.get(theirs);
        int from = read.getInt();
        int of = read.getInt();
        byte[] proof = new byte[BYTES];
        read.get(proof);
        return MessageDigest.isEqual(proof, proof(challenge, theirs, before()))
                && from == before()
                && of == size;
    }

    /** The random number of the side that connected. */
    static byte[] own(byte[] answer) {
        return Arrays.copyOf(answer, BYTES);
    }

    /** What the listening side of a rank proves itself with. */
    byte[] proofOf(int listener, byte[] challenge, byte[] own) {
        return proof(own, challenge, listener);
    }

    private byte[] proof(byte[] theirs, byte[] own, int of) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(secret);
            mac.update(PROTOCOL);
            mac.update(theirs);
            mac.update(own);
            mac.update(ByteBuffer.allocate(2 * Integer.BYTES).putInt(of).putInt(size).flip());
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
