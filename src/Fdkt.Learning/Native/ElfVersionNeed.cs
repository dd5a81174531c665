namespace Fdkt.Learning.Native;

/// <summary>One entry of a library's table of needed symbol versions (<c>.gnu.version_r</c>).</summary>
/// <param name="Library">Name of the library the version is needed from, such as <c>libstdc++.so.6</c>.</param>
/// <param name="Version">Name of the version, such as <c>GLIBCXX_3.4.32</c>.</param>
/// <param name="Flags">Flag word; <see cref="ElfSymbolVersions.WeakFlag"/> lets the dynamic linker go on without the version.</param>
/// <param name="FlagsOffset">Offset of the flag word in the file.</param>
internal readonly record struct ElfVersionNeed(string Library, string Version, ushort Flags, int FlagsOffset);
