using System.Collections;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.Loader;
using OptionSettings = System.Collections.Generic.Dictionary<string, (System.Type Type, object? Default)>;

namespace WisdomWave.AppHost.Tests.Documentation;

/// <summary>An assembly of a service as the build made it: its options classes and the strings in its code.</summary>
internal sealed class ServiceAssembly
{
    /// <summary>Set by the app host, or computed; the directory is <c>WISDOMWAVE_DATA_DIR</c>.</summary>
    private static readonly string[] NotSettings = ["OpenBots", "Unreadable", "IsOpenReadable", "DataDirectory"];

    private readonly Assembly _assembly;

    private ServiceAssembly(Assembly assembly, HashSet<string> strings) => (_assembly, Strings) = (assembly, strings);

    /// <summary>The string literals of the code; the names of sections and settings are among them.</summary>
    public IReadOnlySet<string> Strings { get; }

    /// <summary>By class, the settings with their defaults. A nested class gives <c>Person:DailyTokens</c>.</summary>
    public IReadOnlyDictionary<string, OptionSettings> Options => _assembly.GetTypes()
        .Where(type => type is { IsClass: true, IsAbstract: false } && type.BaseType == typeof(object) && type.GetConstructor(Type.EmptyTypes) is not null)
        .Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal))
        .Select(type => (type.Name, Settings: SettingsOf(type)))
        .Where(options => options.Settings.Count > 0)
        .ToDictionary(options => options.Name, options => options.Settings);

    public static ServiceAssembly Of(IProjectMetadata service, string? library = null)
    {
        var program = ProgramFile.Of(service).Assembly;
        var path = library is null ? program : Path.Combine(Path.GetDirectoryName(program)!, library);
        return new ServiceAssembly(new LoadContext(program).LoadFromAssemblyPath(path), StringsOf(path));
    }

    /// <summary>The settings of the class that has all these properties.</summary>
    public OptionSettings SettingsWith(params string[] properties) =>
        SettingsOf(Assert.Single(_assembly.GetTypes(), type => type.IsClass && properties.All(name => type.GetProperty(name) is { CanWrite: true })));

    private static OptionSettings SettingsOf(Type type, object? instance = null)
    {
        instance ??= Activator.CreateInstance(type);
        var settings = new OptionSettings();
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var isList = property.PropertyType != typeof(string) && property.PropertyType.IsAssignableTo(typeof(IEnumerable));
            if (NotSettings.Contains(property.Name) || (!property.CanWrite && !isList))
                continue;

            var value = property.GetValue(instance);
            if (property.PropertyType.Assembly == type.Assembly && property.PropertyType.IsClass)
            {
                foreach (var (name, setting) in SettingsOf(property.PropertyType, value))
                    settings.Add($"{property.Name}:{name}", setting);
            }
            else
            {
                settings.Add(property.Name, (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType, isList ? null : value));
            }
        }

        return settings;
    }

    private static HashSet<string> StringsOf(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var metadata = file.GetMetadataReader();
        var strings = new HashSet<string>();
        for (var handle = MetadataTokens.UserStringHandle(1); !handle.IsNil; handle = metadata.GetNextHandle(handle))
            strings.Add(metadata.GetUserString(handle));
        return strings;
    }

    /// <summary>Takes a service's libraries from its own folder, whatever versions the test has loaded.</summary>
    private sealed class LoadContext(string program) : AssemblyLoadContext
    {
        private readonly AssemblyDependencyResolver _resolver = new(program);

        protected override Assembly? Load(AssemblyName name) => _resolver.ResolveAssemblyToPath(name) is { } path ? LoadFromAssemblyPath(path) : null;
    }
}
