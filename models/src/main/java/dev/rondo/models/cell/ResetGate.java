package dev.rondo.models.cell;

/** Where the reset gate r of a {@link Gru} acts. */
public enum ResetGate {
    /** Before the recurrent product, W_hh (r∘h): Cho et al. 2014, equation 8, and the lecture. */
    BEFORE,
    /**
     * After the recurrent product, r∘(W_hh h + b_hh): PyTorch and cuDNN. The product then does not
     * wait for the gate.
     */
    AFTER
}
