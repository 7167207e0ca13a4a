<?php
// What each of WordPress's roles keeps of a text when it is saved, and what visitors get of it: the text is read from the
// input, WordPress is in the folder given as the first argument. Prints JSON: for each role, what is saved and shown.
define( 'ABSPATH', $argv[1] . '/' );
define( 'WPINC', 'wp-includes' );
error_reporting( E_ALL & ~E_DEPRECATED );

// Roles as WordPress sets them up, without a database.
class Role {
	public $caps = array();
	function add_cap( $cap ) {
		$this->caps[ $cap ] = true;
	}
}
$roles   = array();
$current = '';
function add_role( $name ) {
	global $roles;
	$roles[ $name ] = $roles[ $name ] ?? new Role();
}
function get_role( $name ) {
	global $roles;
	return $roles[ $name ] ?? null;
}
function current_user_can( $capability ) {
	global $roles, $current;
	return isset( $roles[ $current ]->caps[ $capability ] );
}

foreach ( array( 'compat', 'load', 'class-wp-list-util', 'plugin', 'functions', 'formatting', 'kses', 'shortcodes',
	'media' ) as $file ) {
	require ABSPATH . WPINC . "/$file.php";
}
// The file also talks to the database; what sets up roles is in functions of their own.
$schema = file_get_contents( ABSPATH . 'wp-admin/includes/schema.php' );
preg_match( '/^function populate_roles_160\(\) \{.*?^\}/ms', $schema, $match );
eval( $match[0] );
populate_roles_160();

add_filter( 'pre_option', fn( $value, $name ) => 'blog_charset' === $name ? 'UTF-8' : '', 10, 2 );

// As in wp-includes/default-filters.php, but for blocks, smilies and shortcodes, of which a snippet has none.
function shown( $content ) {
	$content = wpautop( wptexturize( $content ) );
	return preg_replace_callback(
		'/<iframe\s[^>]+>/',
		fn( $match ) => wp_iframe_tag_add_loading_attr( $match[0], 'the_content' ),
		$content
	);
}
// Which frame is the first of its page, and then not lazy, is known to the page alone.
function __( $text ) {
	return $text;
}
function _x( $text ) {
	return $text;
}
function get_locale() {
	return 'da_DK';
}
function in_the_loop() {
	return false;
}
function is_main_query() {
	return false;
}

$text  = stream_get_contents( STDIN );
$roles_saved = array();
foreach ( array_keys( $roles ) as $name ) {
	$current = $name;
	kses_init();
	$saved = wp_unslash( apply_filters( 'content_save_pre', wp_slash( $text ) ) );
	$roles_saved[ $name ] = array(
		'saved' => $saved,
		'shown' => shown( $saved ),
	);
}
echo json_encode( $roles_saved );
