package dev.rondo.models.seq2seq;

/** Where attention acts in a decoder's step. */
public enum AttentionPlace {
    /**
     * Before the cell: the state s_{t-1} is the query, and the context is part of the cell's input
     * (Bahdanau et al. 2015, section 3.1).
     */
    BEFORE_CELL,
    /**
     * After the cell: its output h_t is the query, and nothing of h~_t = tanh(W_c [c_t; h_t])
     * reaches the next step (Luong et al. 2015, section 3.1).
     */
    AFTER_CELL,
    /**
     * After the cell, and h~_{t-1} is part of the cell's input, which is called input feeding: the
     * decoder knows where it has already looked (Luong et al. 2015, section 3.3).
     */
    INPUT_FEEDING
}
