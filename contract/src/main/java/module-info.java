/**
 * The contract kit: suites for cells, operations and executables, random programs, checks of
 * gradients, and the table of tolerances. A test engine is needed only for the suites.
 */
module dev.rondo.contract {
    requires transitive dev.rondo.api;
    requires dev.rondo.backend.scalar;
    requires dev.rondo.executor;
    requires static transitive net.jqwik.api;
    requires static org.assertj.core;
    requires static transitive org.junit.jupiter.api;

    exports dev.rondo.contract;

    // the states of the kit's own cells
    opens dev.rondo.contract to
            dev.rondo.api;
}
