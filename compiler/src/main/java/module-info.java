/** Rewrites of graphs that make programs fast: each pass gives an equivalent entry. */
module dev.rondo.compiler {
    requires transitive dev.rondo.api;

    exports dev.rondo.compiler;
}
