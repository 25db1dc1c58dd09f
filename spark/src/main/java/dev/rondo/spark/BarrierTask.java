package dev.rondo.spark;

import dev.rondo.collective.AllReduce;
import dev.rondo.collective.RingPlace;

import org.apache.spark.BarrierTaskContext;
import org.apache.spark.util.TaskInterruptListener;

import scala.collection.Iterator;
import scala.collection.Iterator$;
import scala.runtime.AbstractFunction1;

import java.io.IOException;
import java.io.Serializable;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The task of a member: it takes a place, exchanges addresses with the others, joins the ring and
 * computes.
 */
final class BarrierTask<R> extends AbstractFunction1<Iterator<Integer>, Iterator<byte[]>>
        implements Serializable {
    private static final long serialVersionUID = 1;

    /** What a member without a place says, since the others wait for a word of each. */
    private static final String NOWHERE = "";

    private final MemberTask<R> task;
    private final int attempt;
    private final String backend;
    private final Duration patience;
    private final byte[] secret;

    BarrierTask(MemberTask<R> task, int attempt, String backend, Duration patience, byte[] secret) {
        this.task = task;
        this.attempt = attempt;
        this.backend = backend;
        this.patience = patience;
        this.secret = secret;
    }

    @Override
    public Iterator<byte[]> apply(Iterator<Integer> ranks) {
        BarrierTaskContext context = BarrierTaskContext.get();
        Thread thread = Thread.currentThread();
        // who waits for a sum hears of nothing else
        context.addTaskInterruptListener((TaskInterruptListener) (_, _) -> thread.interrupt());
        return Iterator$.MODULE$.single(packed(context));
    }

    private byte[] packed(BarrierTaskContext context) {
        Outcome outcome = outcome(context);
        try {
            return Parcels.pack(outcome);
        } catch (Exception e) { // such as a NotSerializableException, which Scala does not declare
            return Parcels.pack(failure(context, e));
        }
    }

    private Outcome outcome(BarrierTaskContext context) {
        String host = host(context);
        RingPlace place;
        try {
            Vectors.check(ModuleLayer.boot(), backend, host);
            place = RingPlace.listen(new InetSocketAddress(host, 0));
        } catch (IOException | RuntimeException e) {
            context.allGather(NOWHERE);
            return failure(context, e);
        }
        try (AllReduce group = joined(context, place, host)) {
            return new Outcome.Result(
                    task.run(new Member(group, attempt, context.cpus(), backend)));
        } catch (Exception | LinkageError | AssertionError e) {
            context.killTaskIfInterrupted();
            return failure(context, e);
        }
    }

    private AllReduce joined(BarrierTaskContext context, RingPlace place, String host) {
        try (place) {
            String[] said = context.allGather(host + " " + place.address().getPort());
            return place.join(context.partitionId(), addresses(said), secret, patience);
        }
    }

    private static List<InetSocketAddress> addresses(String[] said) {
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (int rank = 0; rank < said.length; rank++) {
            if (said[rank].equals(NOWHERE)) {
                throw new AbsentException(rank);
            }
            String[] words = said[rank].split(" ");
            addresses.add(new InetSocketAddress(words[0], Integer.parseInt(words[1])));
        }
        return addresses;
    }

    private static Outcome failure(BarrierTaskContext context, Throwable thrown) {
        return Outcome.Failure.of(context.partitionId(), host(context), thrown);
    }

    /** The name or address of this machine under which Spark's other processes reach it. */
    private static String host(BarrierTaskContext context) {
        String address = context.getTaskInfos()[context.partitionId()].address();
        return address.replaceFirst(":\\d+$", "");
    }
}
