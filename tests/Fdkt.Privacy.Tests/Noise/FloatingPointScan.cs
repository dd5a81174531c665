using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace Fdkt.Privacy.Tests.Noise;

/// <summary>
/// Reads the IL of methods and of all they call inside the product, and names every use of floating point: instructions, locals,
/// parameters, results, and calls of anything outside the product that takes or gives a floating-point value.
/// </summary>
internal static class FloatingPointScan
{
    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    private static readonly HashSet<Type> Floating = [typeof(float), typeof(double), typeof(Half), typeof(decimal), typeof(System.Numerics.Complex)];

    public static (IReadOnlyList<string> Uses, IReadOnlyCollection<MethodBase> Seen) Run(params MethodBase[] roots)
    {
        var uses = new List<string>();
        var seen = new HashSet<MethodBase>();
        var open = new Stack<MethodBase>(roots);
        Assembly product = roots[0].Module.Assembly;
        while (open.TryPop(out MethodBase? method))
        {
            if (!seen.Add(method))
            {
                continue;
            }

            foreach (Type type in Signature(method).Where(IsFloating))
            {
                uses.Add($"{Name(method)}: {type.Name} in its signature");
            }

            if (method.Module.Assembly != product || method.GetMethodBody() is not { } body)
            {
                continue;
            }

            uses.AddRange(body.LocalVariables.Where(local => IsFloating(local.LocalType)).Select(local => $"{Name(method)}: a local of {local.LocalType.Name}"));
            foreach ((OpCode code, MemberInfo? operand) in Instructions(method, body.GetILAsByteArray()!))
            {
                if (IsFloatingCode(code))
                {
                    uses.Add($"{Name(method)}: {code.Name}");
                }

                switch (operand)
                {
                    case MethodBase called:
                        open.Push(called);
                        break;
                    case FieldInfo field when IsFloating(field.FieldType):
                        uses.Add($"{Name(method)}: field {field.Name}");
                        break;
                    default:
                        break;
                }
            }
        }

        return (uses, seen);
    }

    private static bool IsFloatingCode(OpCode code) =>
        code.Name is { } name && (name.EndsWith(".r4", StringComparison.Ordinal) || name.EndsWith(".r8", StringComparison.Ordinal) || name is "conv.r.un" or "ckfinite");

    private static IEnumerable<Type> Signature(MethodBase method)
    {
        IEnumerable<Type> types = method.GetParameters().Select(parameter => parameter.ParameterType);
        return method is MethodInfo info ? types.Append(info.ReturnType).Concat(info.IsGenericMethod ? info.GetGenericArguments() : []) : types;
    }

    private static bool IsFloating(Type type)
    {
        Type bare = type.HasElementType ? type.GetElementType()! : type;
        return Floating.Contains(bare) || (bare.IsGenericType && bare.GetGenericArguments().Any(IsFloating));
    }

    private static string Name(MethodBase method) => $"{method.DeclaringType?.Name}.{method.Name}";

    private static IEnumerable<(OpCode Code, MemberInfo? Operand)> Instructions(MethodBase method, byte[] il)
    {
        Type[] typeArguments = method.DeclaringType is { IsGenericType: true } declaring ? declaring.GetGenericArguments() : [];
        Type[] methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : [];
        for (int i = 0; i < il.Length;)
        {
            short value = il[i] == 0xFE ? (short)(0xFE00 | il[i + 1]) : il[i];
            OpCode code = Codes[value];
            i += code.Size;
            MemberInfo? operand = code.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineTok
                ? method.Module.ResolveMember(BitConverter.ToInt32(il, i), typeArguments, methodArguments)
                : null;
            yield return (code, operand);
            i += code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(il, i)),
                _ => 4,
            };
        }
    }

    /// <summary>All methods of a type, its constructors and those the compiler made for it.</summary>
    public static MethodBase[] MethodsOf(Type type)
    {
        const BindingFlags all = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        RuntimeHelpers.RunClassConstructor(type.TypeHandle);
        return [.. type.GetMethods(all), .. type.GetConstructors(all)];
    }
}
