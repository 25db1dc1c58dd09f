package dev.rondo.backend.tornado.kernel;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.SerializedLambda;
import java.util.function.Consumer;

/**
 * The method {@code writeReplace} of a generated kernel. TornadoVM 6.0 and later finds the kernel
 * of a task by it, as if the class were a serializable lambda expression that calls the kernel.
 */
final class SerializedForm {
    private static final ClassDesc LAMBDA =
            SerializedLambda.class.describeConstable().orElseThrow();
    private static final MethodTypeDesc CONSTRUCTOR =
            MethodTypeDesc.of(
                    ConstantDescs.CD_void,
                    ConstantDescs.CD_Class,
                    ConstantDescs.CD_String,
                    ConstantDescs.CD_String,
                    ConstantDescs.CD_String,
                    ConstantDescs.CD_int,
                    ConstantDescs.CD_String,
                    ConstantDescs.CD_String,
                    ConstantDescs.CD_String,
                    ConstantDescs.CD_String,
                    ConstantDescs.CD_Object.arrayType());

    private SerializedForm() {}

    /**
     * The body of the method.
     *
     * @param self the class
     * @param kernel name of the static method
     * @param type its type
     * @param general the type of {@code apply}
     */
    static Consumer<CodeBuilder> of(
            ClassDesc self, String kernel, MethodTypeDesc type, MethodTypeDesc general) {
        String name = internal(self);
        return cb ->
                cb.new_(LAMBDA)
                        .dup()
                        .loadConstant(self)
                        .loadConstant(internal(TornadoNames.task(type.parameterCount())))
                        .loadConstant("apply")
                        .loadConstant(general.descriptorString())
                        .loadConstant(MethodHandleInfo.REF_invokeStatic)
                        .loadConstant(name)
                        .loadConstant(kernel)
                        .loadConstant(type.descriptorString())
                        .loadConstant(type.descriptorString())
                        .iconst_0()
                        .anewarray(ConstantDescs.CD_Object)
                        .invokespecial(LAMBDA, ConstantDescs.INIT_NAME, CONSTRUCTOR)
                        .areturn();
    }

    private static String internal(ClassDesc type) {
        String descriptor = type.descriptorString();
        return descriptor.substring(1, descriptor.length() - 1);
    }
}
