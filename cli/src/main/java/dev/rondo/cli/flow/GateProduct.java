package dev.rondo.cli.flow;

/**
 * The product of a cell's forget gates, beside the gradient that was measured along the carried
 * path alone.
 *
 * @param gate as the cell names it, such as {@code f}, or {@code 1 − f}
 * @param deviation the largest difference of any element from the measured one, as a part of it
 * @param curve the first cotangent times the product, by steps back
 */
public record GateProduct(String gate, double deviation, Curve curve) {
    /** Products of many factors that should be the same agree at least so well. */
    private static final double AGREES = 1e-9;

    /** Whether it is what was measured. */
    public boolean agrees() {
        return deviation <= AGREES;
    }
}
