/** Sums over the members of a group: threads of one JVM, or processes over TCP. */
module dev.rondo.collective {
    exports dev.rondo.collective;
}
