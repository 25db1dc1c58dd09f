package uk.ac.manchester.tornado.api;

/** A task graph that no longer changes. */
public class ImmutableTaskGraph {
    ImmutableTaskGraph() {}
}
