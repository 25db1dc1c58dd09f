package dev.rondo.kernels;

/** Functions of one element. */
public enum UnaryOp {
    /** −x; integers wrap around. */
    NEG,
    /** |x|; integers wrap around. */
    ABS,
    /** −1, 0 or 1; NaN gives NaN. */
    SIGN,
    /** eˣ. */
    EXP,
    /** Natural logarithm. */
    LOG,
    /** Square root. */
    SQRT,
    /** Sine of radians. */
    SIN,
    /** Cosine of radians. */
    COS,
    /** Hyperbolic tangent. */
    TANH,
    /** 1 / (1 + e⁻ˣ). */
    SIGMOID,
    /** The error function 2/√π · ∫₀ˣ e^(−t²) dt. */
    ERF,
    /** Negation of a truth value. */
    NOT
}
