using System.Runtime.InteropServices;
using Fdkt.Privacy.Noise;

namespace Fdkt.Privacy.Tests;

/// <summary>Repeatable bytes at the speed that millions of draws need: SplitMix64 (Steele, Lea, Flood 2014).</summary>
internal sealed class FastRandomSource(ulong seed) : IRandomSource
{
    private ulong _state = seed;

    public void Fill(Span<byte> destination)
    {
        while (destination.Length >= sizeof(ulong))
        {
            MemoryMarshal.Write(destination, Next());
            destination = destination[sizeof(ulong)..];
        }

        for (ulong rest = destination.IsEmpty ? 0 : Next(); !destination.IsEmpty; destination = destination[1..], rest >>= 8)
        {
            destination[0] = (byte)rest;
        }
    }

    private ulong Next()
    {
        ulong z = _state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
