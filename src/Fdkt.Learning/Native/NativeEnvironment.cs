using System.Runtime.InteropServices;

namespace Fdkt.Learning.Native;

/// <summary>The environment that native code sees; the one .NET keeps is a copy of it.</summary>
internal static partial class NativeEnvironment
{
    /// <summary>Sets a variable, unless the user has. Libraries read most of theirs once, as they are loaded.</summary>
    /// <param name="name">The variable.</param>
    /// <param name="value">Its value.</param>
    public static void SetDefault(string name, string value) => _ = SetEnvironment(name, value, 0);

    [LibraryImport("libc.so.6", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
