package dev.rondo.backend.tornado.kernel;

import dev.rondo.backend.tornado.schedule.Place;
import dev.rondo.backend.tornado.schedule.Task;
import dev.rondo.kernels.Window;

/** A convolution: a work-item for each element of the result. */
record ConvolutionKernel(Task.Convolution task) implements Singly {
    @Override
    public int items() {
        return task.output().size();
    }

    @Override
    public void emit(KernelCode code, Parameters parameters, Value id) {
        Elements elements = new Elements(code, parameters);
        Place image = task.image();
        Place kernel = task.kernel();
        Place output = task.output();
        int height = output.dims().get(1);
        int width = output.dims().get(2);
        int channels = output.dims().get(3);
        int taken = kernel.dims().get(3);
        Value o = code.let("o", id.modulo(channels));
        Value pixel = code.let("pixel", id.dividedBy(channels));
        Value j = code.let("j", pixel.modulo(width));
        Value i = code.let("i", pixel.dividedBy(width).modulo(height));
        Value b = code.let("b", pixel.dividedBy(width).dividedBy(height));
        Value group = o.dividedBy(channels / task.groups());
        Value first = b.times(image.strides().get(0));
        Value from =
                code.let(
                        "from",
                        elements.index(
                                image,
                                first.plus(group.times(taken).times(image.strides().get(3)))));
        Value weights =
                code.let("weights", elements.index(kernel, o.times(kernel.strides().get(0))));
        Value nothing = Value.of(ElementOps.kind(output.dtype()), 0);
        KernelCode.Variable sum = code.variable("sum", nothing);
        along(
                code,
                task.rows(),
                i,
                kernel.dims().get(1),
                image.dims().get(1),
                (p, h) ->
                        along(
                                code,
                                task.columns(),
                                j,
                                kernel.dims().get(2),
                                image.dims().get(2),
                                (q, w) -> {
                                    Value x =
                                            from.plus(h.times(image.strides().get(1)))
                                                    .plus(w.times(image.strides().get(2)));
                                    Value y =
                                            weights.plus(p.times(kernel.strides().get(1)))
                                                    .plus(q.times(kernel.strides().get(2)));
                                    add(code, parameters, sum, code.let("x", x), code.let("y", y));
                                }));
        Value to =
                b.times(output.strides().get(0))
                        .plus(i.times(output.strides().get(1)))
                        .plus(j.times(output.strides().get(2)))
                        .plus(o.times(output.strides().get(3)));
        code.store(parameters.of(output.arena()), elements.index(output, to), sum.value());
    }

    /** What is done for a position of the kernel and the position of the image that it meets. */
    private interface Meeting {
        void at(Value kernel, Value image);
    }

    /** Goes through the positions of the kernel that meet one of the image; see {@link Window}. */
    private static void along(
            KernelCode code, Window window, Value result, int kernel, int image, Meeting meeting) {
        Value start = result.times(window.stride()).plus(window.offset());
        code.loop(
                "tap",
                Value.of(0),
                kernel,
                1,
                k -> {
                    Value spaced = code.let("spaced", start.plus(k.times(window.dilation())));
                    Value position = code.let("position", spaced.dividedBy(window.spacing()));
                    // 0 ≤ position < image in one comparison; see SideBySide
                    Value behind = Value.of(image - 1).minus(position);
                    Condition inside = Condition.less(Value.of(-1), spaced.or(behind));
                    Condition whole = Condition.equal(position.times(window.spacing()), spaced);
                    code.when(
                            window.spacing() == 1 ? inside : inside.and(whole),
                            () -> meeting.at(k, position));
                });
    }

    /** Adds what the channels of one pixel contribute. */
    private void add(
            KernelCode code, Parameters parameters, KernelCode.Variable sum, Value x, Value y) {
        code.loop(
                "c",
                Value.of(0),
                task.kernel().dims().get(3),
                1,
                c -> {
                    Value pixel = x.plus(c.times(task.image().strides().get(3)));
                    Value weight = y.plus(c.times(task.kernel().strides().get(3)));
                    Value product =
                            code.load(parameters.of(task.image().arena()), pixel)
                                    .times(code.load(parameters.of(task.kernel().arena()), weight));
                    code.set(sum, sum.value().plus(product));
                });
    }
}
