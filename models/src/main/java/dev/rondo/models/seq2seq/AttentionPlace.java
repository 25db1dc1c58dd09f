package dev.rondo.models.seq2seq;

/** Where in a decoder's step the attention stands. */
public enum AttentionPlace {
    /**
     * Before the cell: the state s_{t-1} asks, and the context is part of the cell's input
     * (Bahdanau et al. 2015, section 3.1).
     */
    BEFORE_CELL,
    /**
     * After the cell: its output h_t asks, and h~_t = tanh(W_c [c_t; h_t]) is part of the next
     * step's input, called input feeding (Luong et al. 2015, sections 3 and 3.3).
     */
    AFTER_CELL
}
