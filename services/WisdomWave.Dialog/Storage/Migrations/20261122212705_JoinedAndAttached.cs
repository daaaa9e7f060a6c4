using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace WisdomWave.Dialog.Storage.Migrations
{
    /// <inheritdoc />
    public partial class JoinedAndAttached : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Attachments",
                table: "Turns",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Parts",
                table: "Turns",
                type: "TEXT",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Attachments",
                table: "Turns");

            migrationBuilder.DropColumn(
                name: "Parts",
                table: "Turns");
        }
    }
}
