package dev.rondo.collective;

import java.nio.ByteBuffer;

/** The values of a sum, of either type, and how they become bytes. */
sealed interface Numbers {
    /** Values that are copied from a buffer at once: a loop over an array becomes vectors. */
    int PART = 2048;

    /** How many there are. */
    int length();

    /** Bytes of one. */
    int bytes();

    /** Writes some to a buffer. */
    void put(ByteBuffer to, int from, int count);

    /** Reads some from a buffer. */
    void get(ByteBuffer from, int at, int count);

    /** Adds what a buffer has: the sum of lower ranks, so that it stands first. */
    void addTo(ByteBuffer lower, int at, int count);

    /** Replaces some values of all members, which have the same type and length, by their sums. */
    void sumOf(Numbers[] all, int begin, int end);

    /** Whether others have the same type and length. */
    default boolean isLike(Numbers other) {
        return length() == other.length() && bytes() == other.bytes();
    }

    /** The failure of a group whose members sum different arrays. */
    static CollectiveException unlike(int rank, Numbers values, int other, Numbers others) {
        return unlike(rank, values.length(), values.bytes(), other, others);
    }

    /** The same, where of the values only their number and size are known. */
    static CollectiveException unlike(int rank, int length, int bytes, int other, Numbers others) {
        return new CollectiveException(
                rank,
                "rank "
                        + rank
                        + " sums "
                        + described(length, bytes)
                        + " and rank "
                        + other
                        + " "
                        + described(others.length(), others.bytes())
                        + "; all members must sum the same");
    }

    private static String described(int length, int bytes) {
        return length + (bytes == Float.BYTES ? " numbers in F32" : " numbers in F64");
    }

    /** F32. */
    record Floats(float[] values) implements Numbers {
        @Override
        public int length() {
            return values.length;
        }

        @Override
        public int bytes() {
            return Float.BYTES;
        }

        @Override
        public void put(ByteBuffer to, int from, int count) {
            to.asFloatBuffer().put(values, from, count);
        }

        @Override
        public void get(ByteBuffer from, int at, int count) {
            from.asFloatBuffer().get(values, at, count);
        }

        @Override
        public void addTo(ByteBuffer lower, int at, int count) {
            var sums = lower.asFloatBuffer();
            float[] part = new float[Math.min(count, PART)];
            for (int from = 0; from < count; from += PART) {
                int some = Math.min(PART, count - from);
                sums.get(from, part, 0, some);
                for (int i = 0; i < some; i++) {
                    values[at + from + i] = part[i] + values[at + from + i];
                }
            }
        }

        @Override
        public void sumOf(Numbers[] all, int begin, int end) {
            float[][] each = new float[all.length][];
            for (int r = 0; r < each.length; r++) {
                each[r] = ((Floats) all[r]).values;
            }
            for (int i = begin; i < end; i++) {
                float sum = each[0][i];
                for (int r = 1; r < each.length; r++) {
                    sum += each[r][i];
                }
                for (float[] of : each) {
                    of[i] = sum;
                }
            }
        }
    }

    /** F64. */
    record Doubles(double[] values) implements Numbers {
        @Override
        public int length() {
            return values.length;
        }

        @Override
        public int bytes() {
            return Double.BYTES;
        }

        @Override
        public void put(ByteBuffer to, int from, int count) {
            to.asDoubleBuffer().put(values, from, count);
        }

        @Override
        public void get(ByteBuffer from, int at, int count) {
            from.asDoubleBuffer().get(values, at, count);
        }

        @Override
        public void addTo(ByteBuffer lower, int at, int count) {
            var sums = lower.asDoubleBuffer();
            double[] part = new double[Math.min(count, PART)];
            for (int from = 0; from < count; from += PART) {
                int some = Math.min(PART, count - from);
                sums.get(from, part, 0, some);
                for (int i = 0; i < some; i++) {
                    values[at + from + i] = part[i] + values[at + from + i];
                }
            }
        }

        @Override
        public void sumOf(Numbers[] all, int begin, int end) {
            double[][] each = new double[all.length][];
            for (int r = 0; r < each.length; r++) {
                each[r] = ((Doubles) all[r]).values;
            }
            for (int i = begin; i < end; i++) {
                double sum = each[0][i];
                for (int r = 1; r < each.length; r++) {
                    sum += each[r][i];
                }
                for (double[] of : each) {
                    of[i] = sum;
                }
            }
        }
    }
}
