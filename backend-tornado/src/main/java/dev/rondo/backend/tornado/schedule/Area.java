package dev.rondo.backend.tornado.schedule;

/** Whose memory an arena is. */
public enum Area {
    /** The variables of a program, shared by all its entries. */
    VARIABLES,
    /** What an entry is given at each run, and its constants. */
    INPUTS,
    /** What an entry computes on the way; its first elements of type I32 are its counters. */
    WORK,
    /** What comes back to the host when an entry has run; its first of type I32 are its faults. */
    OUTPUTS
}
