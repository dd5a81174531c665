using System.Runtime.CompilerServices;
using Fdkt.Learning.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Fdkt.Learning.Tests.Native;

public sealed class ScalarsTests
{
    [Fact]
    public void Of_CollectionBeforeTheCallEnds_ScalarIsStillThere()
    {
        TorchRuntime.EnsureLoaded();
        WeakReference kept = Kept(2.5);

        GC.Collect();
        GC.WaitForPendingFinalizers();

        Assert.True(kept.IsAlive);
        Assert.Equal(2.5, ((Scalar)kept.Target!).ToDouble());
    }

    [Fact]
    public void Of_ManyMore_FreesTheOldest()
    {
        TorchRuntime.EnsureLoaded();
        WeakReference oldest = Kept(1);
        for (int i = 0; i < Scalars.Kept; i++)
        {
            Scalars.Of(i);
        }

        GC.Collect();

        Assert.False(oldest.IsAlive);
    }

    [Fact]
    public void Of_WholeNumber_LeavesAnIntegerTensorOne()
    {
        TorchRuntime.EnsureLoaded();
        using var scope = NewDisposeScope();

        Assert.Equal(ScalarType.Int64, tensor(new long[] { -1, 4 }).clamp(min: Scalars.Zero).add(Scalars.Of(3), Scalars.One).dtype);
    }

    // A frame of its own, so that no local keeps the scalar alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Kept(double value) => new(Scalars.Of(value));
}
