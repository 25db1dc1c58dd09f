package dev.rondo.models.seq2seq;

import dev.rondo.models.attention.Memory;

import java.util.List;

/**
 * The memories of a decoder as one record, so that they can pass between entries as a state does.
 *
 * @param all one, or none
 */
public record Memories(List<Memory> all) {
    /** Copies the list. */
    public Memories {
        all = List.copyOf(all);
    }
}
