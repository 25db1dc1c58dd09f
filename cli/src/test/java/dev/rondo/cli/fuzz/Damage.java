package dev.rondo.cli.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Damages the bytes of a file as disks, editors and attackers do. */
final class Damage {
    /** Numbers at which programs go wrong. */
    static final List<String> NUMBERS =
            List.of(
                    "0",
                    "-0",
                    "-1",
                    "1",
                    "255",
                    "65536",
                    "2147483639",
                    "2147483647",
                    "2147483648",
                    "4294967296",
                    "4611686018427387904",
                    "9223372036854775807",
                    "-9223372036854775808",
                    "9223372036854775808",
                    "18446744073709551615",
                    "340282366920938463463374607431768211456",
                    "0.5",
                    "1e3",
                    "1e999",
                    "1e-999",
                    "00",
                    "NaN",
                    "Infinity",
                    "0x10",
                    "9".repeat(100));

    private static final byte[] SIGNS =
            "{}[]\",:-0 9\\e.\n\t;\0\u001f".getBytes(StandardCharsets.ISO_8859_1);

    private static final long[] LENGTHS = {
        0,
        1,
        7,
        8,
        -1,
        99_999_999,
        100_000_000,
        100_000_001,
        Integer.MAX_VALUE - 8L,
        Integer.MAX_VALUE,
        1L << 31,
        1L << 32,
        Long.MAX_VALUE - 8,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };

    private Damage() {}

    /** One to four damages, most of them near the beginning, where the structure is. */
    static byte[] of(byte[] whole, SplittableRandom random) {
        byte[] b = whole.clone();
        for (int n = random.nextInt(1, 5); n > 0; n--) {
            b = once(b, random);
        }
        return b;
    }

    private static byte[] once(byte[] b, SplittableRandom random) {
        if (b.length == 0) {
            return bytes(random, random.nextInt(40));
        }
        int head = random.nextInt(4) == 0 ? b.length : Math.min(b.length, 600);
        int at = random.nextInt(head);
        int length = Math.min(b.length - at, random.nextInt(1, 60));
        return switch (random.nextInt(14)) {
            case 0 -> set(b, at, random.nextInt());
            case 1 -> set(b, at, b[at] ^ 1 << random.nextInt(8));
            case 2 -> Arrays.copyOf(b, random.nextInt(b.length + 1));
            case 3 -> splice(b, b.length, 0, bytes(random, random.nextInt(1, 40)));
            case 4 -> set(b, at, SIGNS[random.nextInt(SIGNS.length)]);
            case 5 -> splice(b, at, 0, new byte[] {SIGNS[random.nextInt(SIGNS.length)]});
            case 6 -> splice(b, at, length, new byte[0]);
            case 7 -> splice(b, at, 0, Arrays.copyOfRange(b, at, at + length));
            case 8 -> splice(b, at, length, Arrays.copyOfRange(b, 0, length));
            case 9, 10, 11 -> number(b, at, random);
            case 12 -> splice(b, at, 0, deep(random));
            default -> length(b, random);
        };
    }

    private static byte[] set(byte[] b, int at, int value) {
        b[at] = (byte) value;
        return b;
    }

    private static byte[] splice(byte[] b, int at, int removed, byte[] added) {
        return ByteBuffer.allocate(b.length - removed + added.length)
                .put(b, 0, at)
                .put(added)
                .put(b, at + removed, b.length - at - removed)
                .array();
    }

    /** Puts another number in the place of the next one in the text. */
    private static byte[] number(byte[] b, int from, SplittableRandom random) {
        int begin = from;
        while (begin < b.length && !Character.isDigit(b[begin])) {
            begin++;
        }
        int end = begin;
        while (end < b.length && Character.isDigit(b[end])) {
            end++;
        }
        String other = NUMBERS.get(random.nextInt(NUMBERS.size()));
        return splice(b, begin, end - begin, other.getBytes(StandardCharsets.US_ASCII));
    }

    /** More nesting than any stack bears. */
    private static byte[] deep(SplittableRandom random) {
        String open = random.nextBoolean() ? "[" : "{\"a\":";
        return open.repeat(random.nextInt(1, 20_000)).getBytes(StandardCharsets.US_ASCII);
    }

    /** Lies about the length of a header; sometimes the truth about the file as it is. */
    private static byte[] length(byte[] b, SplittableRandom random) {
        if (b.length < 8) {
            return b;
        }
        long claimed =
                random.nextInt(4) == 0
                        ? b.length - 8L - random.nextInt(2)
                        : LENGTHS[random.nextInt(LENGTHS.length)];
        ByteBuffer.wrap(b).order(ByteOrder.LITTLE_ENDIAN).putLong(0, claimed);
        return b;
    }

    static byte[] bytes(SplittableRandom random, int count) {
        byte[] b = new byte[count];
        random.nextBytes(b);
        return b;
    }
}
