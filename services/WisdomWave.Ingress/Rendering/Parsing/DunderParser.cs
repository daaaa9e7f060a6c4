using System.Collections.Frozen;
using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Syntax.Inlines;

namespace WisdomWave.Ingress.Rendering.Parsing;

/// <summary>Keeps names like <c>__init__</c> and <c>__init__.py</c>, which would otherwise become bold and lose their underscores.</summary>
internal sealed class DunderParser : InlineParser
{
    private const int MaxLength = 40;
    private const string Mark = "__";

    private static readonly FrozenSet<string> Known = new[]
    {
        "init", "main", "name", "file", "new", "del", "repr", "str", "bytes", "call", "dict", "doc", "all", "slots", "class", "module", "version", "author",
        "enter", "exit", "aenter", "aexit", "iter", "next", "aiter", "anext", "await", "len", "contains", "getitem", "setitem", "delitem", "missing",
        "getattr", "setattr", "delattr", "getattribute", "get", "set", "eq", "ne", "lt", "le", "gt", "ge", "hash", "bool", "add", "sub", "mul", "truediv",
        "floordiv", "mod", "pow", "and", "or", "xor", "neg", "pos", "abs", "invert", "radd", "iadd", "int", "float", "index", "format", "copy", "deepcopy",
        "post_init", "init_subclass", "set_name", "annotations", "import", "builtins", "package", "path", "future", "pycache", "debug", "mro", "bases",
        "subclasses", "self", "func", "typename", "dirname", "filename", "proto", "tests", "mocks", "FILE", "LINE", "VA_ARGS", "COUNTER", "DATE", "TIME",
    }.ToFrozenSet(StringComparer.Ordinal);

    public DunderParser() => OpeningCharacters = ['_'];

    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        var text = slice.AsSpan();
        if (!text.StartsWith(Mark) || slice.PeekCharExtra(-1) == '_')
            return false;
        var inside = text[Mark.Length..int.Min(text.Length, MaxLength)];
        var length = inside.IndexOf(Mark);
        if (length <= 0 || inside[..length].ContainsAnyExcept(NameCharacters) || inside[0] == '_')
            return false;
        var end = length + 2 * Mark.Length;
        var next = end < text.Length ? text[end] : '\0';
        if (next == '_' || !(Known.GetAlternateLookup<ReadOnlySpan<char>>().Contains(inside[..length]) || IsCode(slice.PeekCharExtra(-1), text[end..])))
            return false;
        processor.Inline = new LiteralInline { Content = new StringSlice(slice.Text, slice.Start, slice.Start + end - 1) };
        slice.Start += end;
        return true;
    }

    private static readonly System.Buffers.SearchValues<char> NameCharacters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

    /// <summary>self.__x__, __x__.py, __x__(), __x__[0], __x__=1</summary>
    private static bool IsCode(char before, ReadOnlySpan<char> behind) =>
        before == '.' || behind is ['.', >= 'a' and <= 'z', ..] or ['(' or '[' or '=', ..];
}
