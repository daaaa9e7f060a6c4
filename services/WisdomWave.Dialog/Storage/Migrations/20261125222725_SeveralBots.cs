using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace WisdomWave.Dialog.Storage.Migrations
{
    /// <inheritdoc />
    public partial class SeveralBots : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "PK_Strangers",
                table: "Strangers");

            migrationBuilder.DropPrimaryKey(
                name: "PK_Access",
                table: "Access");

            migrationBuilder.AddColumn<long>(
                name: "BotId",
                table: "Strangers",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "BotId",
                table: "Access",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddPrimaryKey(
                name: "PK_Strangers",
                table: "Strangers",
                columns: new[] { "BotId", "PersonId" });

            migrationBuilder.AddPrimaryKey(
                name: "PK_Access",
                table: "Access",
                columns: new[] { "BotId", "Id" });

            migrationBuilder.CreateTable(
                name: "BotStarts",
                columns: table => new
                {
                    BotId = table.Column<long>(type: "INTEGER", nullable: false),
                    Version = table.Column<string>(type: "TEXT", nullable: false),
                    ToldAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_BotStarts", x => x.BotId);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "BotStarts");

            migrationBuilder.DropPrimaryKey(
                name: "PK_Strangers",
                table: "Strangers");

            migrationBuilder.DropPrimaryKey(
                name: "PK_Access",
                table: "Access");

            migrationBuilder.DropColumn(
                name: "BotId",
                table: "Strangers");

            migrationBuilder.DropColumn(
                name: "BotId",
                table: "Access");

            migrationBuilder.AddPrimaryKey(
                name: "PK_Strangers",
                table: "Strangers",
                column: "PersonId");

            migrationBuilder.AddPrimaryKey(
                name: "PK_Access",
                table: "Access",
                column: "Id");
        }
    }
}
