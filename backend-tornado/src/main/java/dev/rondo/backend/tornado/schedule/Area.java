package dev.rondo.backend.tornado.schedule;

/** The owner of an arena's memory. */
public enum Area {
    /** The variables of a program, shared by all its entries. */
    VARIABLES,
    /** The inputs of an entry, given at each run, and its constants. */
    INPUTS,
    /** Intermediate values of an entry. The first elements of type I32 are its counters. */
    WORK,
    /**
     * Values that return to the host after a run. The first elements of type I32 are its faults.
     */
    OUTPUTS
}
