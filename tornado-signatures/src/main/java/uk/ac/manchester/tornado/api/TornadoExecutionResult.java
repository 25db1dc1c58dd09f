package uk.ac.manchester.tornado.api;

/** What came of an execution; fetches what is transferred under demand. */
public class TornadoExecutionResult {
    TornadoExecutionResult() {}

    public native TornadoExecutionResult transferToHost(Object... objects);

    public native TornadoExecutionResult transferToHost(DataRange range);
}
