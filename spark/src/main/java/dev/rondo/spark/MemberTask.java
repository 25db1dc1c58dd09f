package dev.rondo.spark;

import java.io.Serializable;

/**
 * What each member of a {@link SparkGroup} runs. Spark sends it to the executors, with all that it
 * refers to.
 *
 * @param <R> what a member comes to; it is sent back, so it must be serializable
 */
@FunctionalInterface
public interface MemberTask<R> extends Serializable {
    /**
     * Computes.
     *
     * @param member which member this is, and its ring to the others, which is closed afterwards
     */
    R run(Member member) throws Exception;
}
