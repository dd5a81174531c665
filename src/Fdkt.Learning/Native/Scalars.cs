using TorchSharp;

namespace Fdkt.Learning.Native;

/// <summary>Numbers as native scalars that outlive the call they are made for. Thread-safe.</summary>
/// <remarks>
/// TorchSharp 0.107 hands a scalar's handle to the native library and refers to the scalar no more. A collection on another thread can then finalize and free it while the
/// operation still reads it; under load this was seen to end the process ("toFloat at Scalar.h"). Here each thread keeps its last few alive, far more than one
/// operation takes, and frees them itself. The implicit conversions, and the overloads that use them inside, are banned (BannedSymbols.txt).
/// </remarks>
internal static class Scalars
{
    /// <summary>Scalars a thread keeps.</summary>
    internal const int Kept = 256;

    [ThreadStatic]
    private static Scalar?[]? s_kept;

    [ThreadStatic]
    private static int s_next;

    /// <summary>One, kept for good.</summary>
    public static Scalar One { get; } = 1L.ToScalar();

    /// <summary>Zero, kept for good.</summary>
    public static Scalar Zero { get; } = 0L.ToScalar();

    /// <summary>A number for one of the next operations of this thread.</summary>
    public static Scalar Of(double value) => Keep(value.ToScalar());

    /// <summary>A whole number for one of the next operations of this thread: it leaves the type of an integer tensor as it is.</summary>
    public static Scalar Of(long value) => Keep(value.ToScalar());

    private static Scalar Keep(Scalar scalar)
    {
        Scalar?[] kept = s_kept ??= new Scalar?[Kept];
        kept[s_next]?.Dispose();
        kept[s_next] = scalar;
        s_next = (s_next + 1) % Kept;
        return scalar;
    }
}
