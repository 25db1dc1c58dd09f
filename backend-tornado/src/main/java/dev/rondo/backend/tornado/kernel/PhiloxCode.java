package dev.rondo.backend.tornado.kernel;

import java.lang.classfile.TypeKind;

/**
 * The counter-based generator Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random
 * numbers: as easy as 1, 2, 3", SC 2011), with the same bits as on every backend. It does without
 * {@code >>>}, which TornadoVM 5.2.0 compiles to {@code >>}: the low half of a signed shift by 32
 * is the same as that of an unsigned shift.
 */
final class PhiloxCode {
    private static final long M0 = 0xD2511F53L;
    private static final long M1 = 0xCD9E8D57L;
    private static final int W0 = 0x9E3779B9;
    private static final int W1 = 0xBB67AE85;
    private static final int KEY = 0x526F6E64;
    private static final int ROUNDS = 10;

    private PhiloxCode() {}

    /** Word {@code position % 4} of the block with a counter (position / 4, …) and a key. */
    static Value word(
            KernelCode code, Value position, Value seed, Value step, Value time, int site) {
        Value c0 = code.let("c", position.shiftedRight(2));
        Value c1 = step;
        Value c2 = time;
        Value c3 = Value.of(site);
        for (int round = 0; round < ROUNDS; round++) {
            Value k0 = seed.plus(Value.of(round * W0));
            Value k1 = Value.of(KEY + round * W1);
            Value p0 = code.let("p", unsigned(c0).times(Value.of(M0)));
            Value p1 = code.let("p", unsigned(c2).times(Value.of(M1)));
            c0 = code.let("c", high(p1).xor(c1).xor(k0));
            c2 = code.let("c", high(p0).xor(c3).xor(k1));
            c1 = code.let("c", p1.as(TypeKind.INT));
            c3 = code.let("c", p0.as(TypeKind.INT));
        }
        // Uses bits instead of a comparison. In a kernel with so few positions that a comparison is
        // known to be false, TornadoVM 5.2.0 fails to compile it.
        Value odd = code.let("odd", position.and(Value.of(1)).negated());
        Value upper = position.shiftedRight(1).and(Value.of(1)).negated();
        Value low = code.let("low", chosen(odd, c1, c0));
        Value high = code.let("high", chosen(odd, c3, c2));
        return chosen(code.let("upper", upper), high, low);
    }

    /** The first number where all bits of a mask are set, the second where no bit is set. */
    private static Value chosen(Value mask, Value first, Value second) {
        return first.xor(second).and(mask).xor(second);
    }

    private static Value unsigned(Value x) {
        return x.as(TypeKind.LONG).and(Value.of(0xFFFFFFFFL));
    }

    private static Value high(Value product) {
        return product.shiftedRight(32).as(TypeKind.INT);
    }
}
