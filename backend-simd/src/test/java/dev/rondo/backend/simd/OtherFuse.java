package dev.rondo.backend.simd;

import dev.rondo.kernels.Expression;
import dev.rondo.kernels.Kernels;
import dev.rondo.kernels.View;

import java.lang.reflect.Proxy;

/** Computes several elementwise operations together; see {@link Kernels#fuse}. */
@FunctionalInterface
public interface OtherFuse {
    Runnable fuse(Expression expression, View[] in, View[] out);

    /** Kernels like these with this way of computing operations together. */
    default Kernels in(Kernels kernels) {
        return (Kernels)
                Proxy.newProxyInstance(
                        Kernels.class.getClassLoader(),
                        new Class<?>[] {Kernels.class},
                        (_, method, given) ->
                                method.getName().equals("fuse")
                                        ? fuse(
                                                (Expression) given[0],
                                                (View[]) given[1],
                                                (View[]) given[2])
                                        : method.invoke(kernels, given));
    }
}
