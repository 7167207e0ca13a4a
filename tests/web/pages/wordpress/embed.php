<?php
// Embeds the address given as the second argument with WordPress's own functions from the folder given as the first,
// without a database: settings are empty, filters are those that WordPress sets, and pages are fetched plainly.
// Prints JSON: the endpoint that was discovered, and the markup that an author's page would have.
define( 'ABSPATH', $argv[1] . '/' );
define( 'WPINC', 'wp-includes' );
define( 'WP_CONTENT_DIR', ABSPATH . 'wp-content' );
error_reporting( E_ALL & ~E_DEPRECATED );

foreach ( array( 'compat', 'load', 'class-wp-list-util', 'plugin', 'class-wp-error', 'functions', 'formatting', 'kses',
	'shortcodes', 'embed', 'class-wp-oembed' ) as $file ) {
	require ABSPATH . WPINC . "/$file.php";
}

// What WordPress keeps in its database, and what it does over the network or by chance.
function __( $text ) {
	return $text;
}
function esc_html__( $text ) {
	return esc_html( $text );
}
function get_bloginfo() {
	return '';
}
function home_url( $path = '' ) {
	return "https://town.example$path";
}
function wp_generate_password( $length ) {
	return str_repeat( 'x', $length );
}
function wp_safe_remote_get( $url, $args = array() ) {
	$body = file_get_contents( $url, false, stream_context_create( array( 'http' => array( 'ignore_errors' => true ) ) ) );
	$code = preg_match( '# (\d+)#', $http_response_header[0], $match ) ? (int) $match[1] : 0;
	return array(
		'code' => $code,
		'body' => substr( $body, 0, $args['limit_response_size'] ?? strlen( $body ) ),
	);
}
function wp_remote_retrieve_body( $response ) {
	return $response['body'];
}
function wp_remote_retrieve_response_code( $response ) {
	return $response['code'];
}

add_filter( 'pre_option', fn( $value, $name ) => 'blog_charset' === $name ? 'UTF-8' : '', 10, 2 );

// As in wp-includes/default-filters.php.
add_filter( 'oembed_dataparse', 'wp_filter_oembed_iframe_title_attribute', 5, 3 );
add_filter( 'oembed_dataparse', 'wp_filter_oembed_result', 10, 3 );

$oembed = _wp_oembed_get_object();
if ( isset( $argv[3] ) ) { // What docs/embedding.md tells a site to add.
	$oembed->providers[ $argv[3] ] = array( $argv[4], false );
}
$endpoint = $oembed->discover( $argv[2] );
$data     = $oembed->get_data( $argv[2], array() );
$html     = $data ? $oembed->data2html( $data, $argv[2] ) : false;
echo json_encode( compact( 'endpoint', 'html' ) );
