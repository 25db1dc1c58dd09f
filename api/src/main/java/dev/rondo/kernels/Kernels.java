package dev.rondo.kernels;

import java.util.List;

/**
 * The primitives of a backend: everything that the executor needs to run any program. A backend
 * starts with these dozen methods. Those with a body may be overridden for speed.
 *
 * <p>What a kernel may rely on:
 *
 * <ul>
 *   <li>The output is contiguous, except in {@link #move}, and has at least one element. It
 *       overlaps no input, except that in an elementwise kernel it may be the very same view of the
 *       same elements as an input.
 *   <li>The operands of an elementwise kernel ({@link #unary}, {@link #binary}, {@link #compare},
 *       {@link #select}, {@link #cast}, {@link #move}) have the same extents. Adjacent axes that
 *       every operand walks through without a gap are already merged: a plain vector has rank 1,
 *       and a row repeated over a matrix has rank 2 with strides (0, 1). Rank 0 does not occur.
 *   <li>Buffers and offsets may differ at each call, see {@link Storage}. Extents and strides of a
 *       {@link View} never change, so a backend may base decisions on them once per view.
 * </ul>
 *
 * <p>For integers (I32) and truth values (BOOL), a kernel gives the same bits on every backend. The
 * contract kit checks this:
 *
 * <ul>
 *   <li>ADD, SUB, MUL, NEG, ABS and the sums of {@link #reduce} keep the lowest 32 bits: they wrap
 *       around as Java's do. So NEG and ABS of −2³¹ give −2³¹.
 *   <li>DIV rounds towards zero. Division by zero gives 0, and −2³¹ / −1 gives −2³¹. No integer
 *       operation fails.
 *   <li>SIGN gives −1, 0 or 1. The other functions of one element take floats only.
 *   <li>Comparisons are those of signed numbers. A truth value is a byte, 0 or 1; false is less
 *       than true. AND, OR and NOT are those of truth values: there is no operation on bits, no
 *       shift and no remainder.
 *   <li>The sum of no elements is 0, and the largest of none is −2³¹. Truth values are not reduced.
 *   <li>{@link #cast} of a float to I32 rounds towards zero. A value out of range becomes the
 *       nearest integer, −2³¹ or 2³¹ − 1, and NaN becomes 0. From I32 to a float it rounds to
 *       nearest, ties to even. To BOOL, everything is true except 0 and −0; even NaN is true. From
 *       BOOL it gives 0 or 1.
 *   <li>{@link #randomBits} fills all 32 bits of an I32, the sign included.
 * </ul>
 *
 * <p>The result must depend on the operands alone: the same bits at every call and for any number
 * of threads. One thread at a time calls the kernels. Once warm, they must not allocate.
 */
public interface Kernels {
    /** out = op(x); float types, and I32 for NEG, ABS, SIGN, and BOOL for NOT. */
    void unary(UnaryOp op, View x, View out);

    /** out = op(a, b), all of one type. */
    void binary(BinaryOp op, View a, View b, View out);

    /** out = op(a, b); a and b of one type, out of type BOOL. */
    void compare(CompareOp op, View a, View b, View out);

    /** out = condition ? a : b; condition of type BOOL. */
    void select(View condition, View a, View b, View out);

    /** Converts to the type of {@code out}, as Java's casts do where it has them; see above. */
    void cast(View x, View out);

    /** Copies. The only kernel whose output may be strided, though never with a stride of 0. */
    void move(View x, View out);

    /**
     * Reduces the trailing axes of {@code x}. The first {@code kept} of its axes are those of
     * {@code out}, in order; the others are reduced. Types F32, F64 and I32.
     */
    void reduce(ReduceOp op, View x, int kept, View out);

    /**
     * The product of matrices: out[b,m,n] = Σ_k a[b,m,k] · c[b,k,n]. All views have rank 3. Of the
     * last two axes of each operand, one has stride 1 or extent 1. K may be 0; the result is 0
     * then. Types F32 and F64.
     */
    void matmul(View a, View c, View out);

    /**
     * Puts the right operand of a product into the form that this backend multiplies fastest.
     * Called before the first of many products with this operand: before each run of a loop that
     * does not change it, or only after a change of variables, when it depends on nothing else.
     *
     * @param a the left operand, for its shape
     * @param c the right operand
     * @param previous what the last call for this product returned, to be reused; null at first
     * @return the packed operand, or null when packing does not pay
     */
    default Object pack(View a, View c, Object previous) {
        return null;
    }

    /** Bytes of everything that {@link #pack} has made and that is still in use. */
    default long packedBytes() {
        return 0;
    }

    /** The product of {@link #matmul} with a right operand that {@link #pack} returned. */
    default void matmulPacked(View a, View c, Object packed, View out) {
        matmul(a, c, out);
    }

    /**
     * A convolution in two dimensions: out[b, i, j, o] = Σ_{p, q, c} image[b, rows(i, p),
     * columns(j, q), g·C + c] · kernel[o, p, q, c], where {@link Window#at} says what {@code rows}
     * and {@code columns} are, C is the kernel's number of channels, and o lies in group g of the
     * channels of {@code out}. Each term outside of the image is 0. Types F32 and F64. There may be
     * no terms.
     *
     * @param image [B, H, W, groups·C]; its channels lie side by side (with stride 1, or there is
     *     one), or its batch does
     * @param kernel [O, KH, KW, C], with any strides
     */
    void convolve(View image, View kernel, Window rows, Window columns, int groups, View out);

    /**
     * Prepares several elementwise operations to be computed together. Every element gets the same
     * value as from one operation after the other. Called once, while a program is compiled; the
     * result runs as often as the program.
     *
     * @param expression what to compute; all its floats have one type
     * @param in the inputs, of the same extents as the outputs; adjacent axes are merged as in
     *     {@link #binary}
     * @param out the outputs; they may be strided, but never with a stride of 0, and they overlap
     *     neither an input nor each other
     * @return what computes them, or null when this backend computes them one by one
     */
    default Runnable fuse(Expression expression, View[] in, View[] out) {
        return null;
    }

    /**
     * Remarks for a person who asks why programs run on these kernels as they do, one per line.
     * They cover what these kernels and their {@link #lanes} have run so far. Empty when everything
     * went as planned.
     */
    default List<String> remarks() {
        return List.of();
    }

    /**
     * Looks up rows of a table: out[i, :] = table[indices[i], :]. The table is [rows, width] with
     * contiguous rows, the indices [n] of type I32, and out [n, width].
     *
     * @throws IndexOutOfBoundsException that names the index, its position and the number of rows
     */
    void gather(View table, View indices, View out);

    /**
     * Adds rows to a table that the caller has cleared: out[indices[i], :] += updates[i, :], in the
     * order of i for each row of {@code out}. The updates are [n, width] and contiguous, and out is
     * [rows, width].
     *
     * @throws IndexOutOfBoundsException that names the index, its position and the number of rows
     */
    void scatterAdd(View updates, View indices, View out);

    /**
     * The exception of {@link #gather} and {@link #scatterAdd}.
     *
     * @param index the index that is out of range
     * @param position its position among the indices
     * @param rows number of rows of the table
     */
    static IndexOutOfBoundsException outside(int index, int position, int rows) {
        return new IndexOutOfBoundsException(
                "index "
                        + index
                        + " at position "
                        + position
                        + " lies outside the table's rows 0 to "
                        + (rows - 1));
    }

    /**
     * Kernels that may be used at the same time, each by one thread at a time. Each task of {@link
     * #together} uses one of them. With a single thread, only these kernels themselves.
     */
    default List<Kernels> lanes() {
        return List.of(this);
    }

    /**
     * When it pays to divide a loop among {@link #lanes}. Asked only where there are several of
     * them.
     */
    default LoopTuning tuning() {
        return LoopTuning.USUAL;
    }

    /**
     * Runs tasks at the same time, at most one for each of {@link #lanes}. Returns when all are
     * done.
     */
    default void together(Runnable[] tasks) {
        for (Runnable task : tasks) {
            task.run();
        }
    }

    /**
     * Random bits from the counter-based generator Philox4x32-10 (Salmon et al., "Parallel random
     * numbers: as easy as 1, 2, 3", SC 2011): element i of the row-major output is word {@code i
     * mod 4} of the block with counter {@code (i div 4, step, time, site)} and key {@code (seed,
     * 0x526F6E64)}, where {@code key} is a contiguous I32 vector (seed, step, time).
     */
    void randomBits(View key, int site, View out);
}
