package dev.rondo.kernels;

import java.util.List;

/**
 * The primitives of a backend: all that the executor needs to run any program. A backend starts
 * with these dozen methods; those with a body may be overridden for speed.
 *
 * <p>What a kernel may rely on:
 *
 * <ul>
 *   <li>The output is contiguous (but in {@link #move}), overlaps no input unless it is the very
 *       same view of the same elements (in an elementwise kernel), and has at least one element.
 *   <li>The operands of an elementwise kernel ({@link #unary}, {@link #binary}, {@link #compare},
 *       {@link #select}, {@link #cast}, {@link #move}) have the same extents; adjacent axes that
 *       every operand walks through without a gap are already merged, so that a plain vector has
 *       rank 1 and a row repeated over a matrix rank 2 with strides (0, 1). Rank 0 does not occur.
 *   <li>Buffers and offsets may differ at each call, see {@link Storage}; extents and strides of
 *       one {@link View} never change, so a backend may decide from them once per view.
 * </ul>
 *
 * <p>What a kernel gives of integers (I32) and truth values (BOOL) is the same on every backend, to
 * the bit; the contract kit checks it:
 *
 * <ul>
 *   <li>ADD, SUB, MUL, NEG, ABS and the sums of {@link #reduce} keep the lowest 32 bits: they wrap
 *       around as Java's do. So NEG and ABS of −2³¹ give −2³¹.
 *   <li>DIV rounds towards zero; by zero it gives 0, and −2³¹ / −1 gives −2³¹. No integer operation
 *       fails.
 *   <li>SIGN gives −1, 0 or 1. The other functions of one element are of floats only.
 *   <li>Comparisons are those of signed numbers. A truth value is a byte, 0 or 1; false is less
 *       than true. AND, OR and NOT are those of truth values: there is no operation on bits, no
 *       shift and no remainder.
 *   <li>Over nothing, a sum is 0 and the largest is −2³¹. Truth values are not reduced.
 *   <li>{@link #cast} of a float to I32 rounds towards zero, what lies outside becomes the nearest
 *       integer, −2³¹ or 2³¹ − 1, and NaN becomes 0. Of I32 to a float it rounds to the nearest,
 *       the even one of two. To BOOL all is true but 0 and −0, even NaN; from BOOL it gives 0 or 1.
 *   <li>Bits of {@link #randomBits} are all 32 bits of an I32, the sign among them.
 * </ul>
 *
 * <p>The result must depend on nothing but the operands: same bits at every call and for any number
 * of threads. Kernels are called by one thread at a time and must not allocate once warm.
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

    /** Copies; the one kernel whose output may be strided (never with a stride of 0). */
    void move(View x, View out);

    /**
     * Reduces the trailing axes of {@code x}: the first {@code kept} of its axes are those of
     * {@code out}, in order; the rest are reduced. Types F32, F64 and I32.
     */
    void reduce(ReduceOp op, View x, int kept, View out);

    /**
     * The product of matrices: out[b,m,n] = Σ_k a[b,m,k] · c[b,k,n], added to what {@code out}
     * holds when {@code accumulate}. All views have rank 3; of the last two axes of each operand
     * one has stride 1 (or extent 1). K may be 0. Types F32 and F64.
     */
    void matmul(View a, View c, View out, boolean accumulate);

    /**
     * Puts the right operand of a product into the form this backend multiplies fastest, for a loop
     * in which it does not change. Called once before each run of the loop, not once per step.
     *
     * @param a the left operand, for its shape
     * @param c the right operand
     * @param previous what the last call for this product returned, to be reused; null at first
     * @return the packed operand, or null when packing does not pay
     */
    default Object pack(View a, View c, Object previous) {
        return null;
    }

    /** Bytes of all that {@link #pack} has made and is still in use. */
    default long packedBytes() {
        return 0;
    }

    /** The product of {@link #matmul} with a right operand that {@link #pack} returned. */
    default void matmulPacked(View a, View c, Object packed, View out, boolean accumulate) {
        matmul(a, c, out, accumulate);
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
     * Prepares several elementwise operations to be done in one go, element by element the same as
     * one by one. Called once, while a program is compiled; the result runs as often as the
     * program.
     *
     * @param expression what to compute; its floats are of one type
     * @param in the inputs, and {@code out} the outputs: all of the same extents, adjacent axes
     *     merged as in {@link #binary}. Outputs may be strided, but never with a stride of 0; they
     *     overlap no input and not each other
     * @return what computes them, or null when this backend does them one by one
     */
    default Runnable fuse(Expression expression, View[] in, View[] out) {
        return null;
    }

    /**
     * What a person should know who asks why programs run on these kernels as they do, in lines: so
     * far, and of what these and their {@link #lanes} have run. Empty where all went as planned.
     */
    default List<String> remarks() {
        return List.of();
    }

    /**
     * Rows of a table: out[i, :] = table[indices[i], :]. Table [rows, width] with contiguous rows,
     * indices [n] of type I32, out [n, width].
     *
     * @throws IndexOutOfBoundsException naming index, position and number of rows
     */
    void gather(View table, View indices, View out);

    /**
     * Adds rows into a table that the caller has cleared: out[indices[i], :] += updates[i, :], in
     * the order of i for each row of {@code out}. Updates [n, width] contiguous, out [rows, width].
     *
     * @throws IndexOutOfBoundsException naming index, position and number of rows
     */
    void scatterAdd(View updates, View indices, View out);

    /**
     * What {@link #gather} and {@link #scatterAdd} throw.
     *
     * @param index what lies outside
     * @param position where it stands among the indices
     * @param rows of the table
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
     * Kernels that may be used side by side, each by one thread at a time: what {@link #together}
     * runs uses one of them. Just these kernels where there is one thread.
     */
    default List<Kernels> lanes() {
        return List.of(this);
    }

    /**
     * When it pays to divide a loop among {@link #lanes}; only asked where there are several of
     * them.
     */
    default LoopTuning tuning() {
        return LoopTuning.USUAL;
    }

    /**
     * Runs tasks, at most one for each of {@link #lanes}, side by side; returns when all are done.
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
