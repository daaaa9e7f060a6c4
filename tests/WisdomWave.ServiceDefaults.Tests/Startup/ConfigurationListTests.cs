using Microsoft.Extensions.Configuration;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.ServiceDefaults.Tests.Startup;

public sealed class ConfigurationListTests
{
    [Theory]
    [InlineData("")]
    [InlineData("", "Models= ")]
    [InlineData("a b c d", "Models= a,b;c  d ,")]
    [InlineData("a b", "Models:0=a", "Models:1=b")]
    [InlineData("a b c", "Models=a", "Models:0=b c")]
    public void ReadsOneValueAndIndexedValues(string list, params string[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => setting.Split('=')).Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1])))
            .Build();

        Assert.Equal(list, string.Join(' ', ConfigurationList.Read(configuration.GetSection("Models"))));
    }
}
